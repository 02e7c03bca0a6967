import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { cookieOf, makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, ORIGIN, useApi } from "@/dev/test/kits/api/api";
import { newId } from "@/lib/shared/ids";

const db = useTestDatabase();
const ask = useApi(db);

const admin = async () =>
  keyOf(
    db(),
    await makeUser(db(), "admin"),
    ["credits:grant", "admin:read", "credits:purchase", "credits:read"],
    {
      account: "all",
    },
  );
const buyer = async () => keyOf(db(), await makeUser(db()), ["credits:purchase", "credits:read"]);
const freshCode = () => newId().slice(-12).toUpperCase();

async function coupon(given: object = {}) {
  const [headers, code] = [await admin(), freshCode()];
  const body = { code, credits: 5, max_uses: 2, ...given };
  const created = await ask("POST /credits/coupons/create", { headers, body });
  const redeem = async (key?: Record<string, string>) =>
    ask("POST /credits/coupons/redeem", { headers: key ?? (await buyer()), body: { code } });
  return { headers, code, created, redeem };
}

describe("coupons, as Ops-Center's clients know them", () => {
  it("are made, validated, redeemed, listed and deleted", async () => {
    const { headers, code, created, redeem } = await coupon();
    expect(created).toMatchObject({
      status: 200,
      body: { code, credits: "5", max_uses: 2, uses: 0, expires_at: null, is_active: true },
    });
    const key = await buyer();
    const body = { code: code.toLowerCase() };
    const validate = () => ask("POST /credits/coupons/validate", { headers: key, body });
    expect((await validate()).body).toEqual({ valid: true, credits: "5", message: null });
    expect(await redeem(key)).toMatchObject({
      status: 200,
      body: { success: true, credits_added: "5", new_balance: "5" },
    });
    expect((await validate()).body).toMatchObject({ valid: false, message: expect.any(String) });
    expect((await ask("GET /credits/coupons/list", { headers })).body).toContainEqual(
      expect.objectContaining({ code, uses: 1 }),
    );
    expect((await ask(`DELETE /credits/coupons/${code}`, { headers })).body).toEqual({
      success: true,
    });
    expect(await redeem()).toMatchObject({ status: 409, body: { why: "ended" } });
    expect((await ask(`DELETE /credits/coupons/${code}`, { headers })).status).toBe(404);
  });

  it("are redeemed once by an account and so often in all", async () => {
    const { redeem } = await coupon();
    const key = await buyer();
    expect((await redeem(key)).status).toBe(200);
    expect(await redeem(key)).toMatchObject({ status: 409, body: { why: "already_claimed" } });
    expect((await redeem()).status).toBe(200);
    expect(await redeem()).toMatchObject({ status: 409, body: { why: "used_up" } });
  });

  it("are redeemed by a buyer who is signed in, and by the operator for a customer", async () => {
    const { code, headers } = await coupon();
    const cookie = await cookieOf(db(), await makeUser(db()));
    const session = { cookie, origin: ORIGIN };
    expect(
      (await ask("POST /credits/coupons/redeem", { headers: session, body: { code } })).status,
    ).toBe(200);
    const user = await makeUser(db());
    const body = { code, user: user.id };
    expect((await ask("POST /credits/coupons/redeem", { headers, body })).status).toBe(200);
    expect((await ask(`GET /credits/balance?user=${user.id}`, { headers })).body).toMatchObject({
      balance: "5",
    });
  });

  it("can't be found by trying: wrong codes are limited, right ones aren't", async () => {
    const { redeem } = await coupon();
    const key = await buyer();
    const guess = () =>
      ask("POST /credits/coupons/validate", { headers: key, body: { code: freshCode() } });
    for (let tries = 0; tries < 10; tries += 1) expect((await guess()).status).toBe(404);
    const refused = await guess();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await redeem(key)).status).toBe(429);
    expect((await redeem()).status).toBe(200);
  });

  it("can't be found by trying many at once either", async () => {
    const key = await buyer();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        ask("POST /credits/coupons/redeem", { headers: key, body: { code: freshCode() } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  it.each([
    [{ code: "x" }, "code"],
    [{ code: "a b c" }, "code"],
    [{ credits: 0 }, "credits"],
    [{ credits: 1e308 }, "credits"],
    [{ max_uses: 0 }, "max_uses"],
    [{ max_uses: 1.5 }, "max_uses"],
    [{ expires_at: "soon" }, "expires_at"],
  ])("are refused as %j with 400", async (wrong, field) => {
    const { created } = await coupon(wrong);
    expect(created).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });

  it("are redeemed by nobody who may make them, for themselves", async () => {
    const { redeem } = await coupon();
    const finance = {
      cookie: await cookieOf(db(), await makeUser(db(), "finance")),
      origin: ORIGIN,
    };
    expect((await redeem(finance)).status).toBe(403);
    expect((await redeem(await admin())).status).toBe(403);
  });

  it("have a code each: 409 for one that is taken", async () => {
    const { code } = await coupon();
    expect((await coupon({ code })).created).toMatchObject({ status: 409 });
  });
});

describe("campaigns", () => {
  const body = { name: "Welcome", kind: "sign_up", credits: "5", budget: "50" };

  it("are made once per key, listed, and revoked", async () => {
    const headers = { ...(await admin()), "idempotency-key": newId() };
    const create = (given: object) =>
      ask<{ id: string }>("POST /campaigns", { headers, body: given });
    const made = await create(body);
    expect(made).toMatchObject({ status: 200, body: { name: "Welcome", credits: "5", claims: 0 } });
    expect((await create(body)).body).toEqual(made.body);
    expect((await create({ ...body, credits: "6" })).status).toBe(422);
    expect((await ask("GET /campaigns", { headers })).body).toMatchObject({
      campaigns: expect.arrayContaining([expect.objectContaining({ id: made.body.id })]),
    });
    const revoke = () => ask(`POST /campaigns/${made.body.id}/revoke`, { headers });
    expect(await revoke()).toMatchObject({ status: 200, body: { revoked_at: expect.any(String) } });
    expect((await revoke()).status).toBe(404);
  });

  it("give an account its share when the operator claims for it, and 404 to unknown ones", async () => {
    const headers = { ...(await admin()), "idempotency-key": newId() };
    const made = await ask<{ id: string }>("POST /campaigns", { headers, body });
    const user = await makeUser(db());
    const claim = (id: string, ref: object) =>
      ask(`POST /campaigns/${id}/claims`, { headers, body: ref });
    expect(await claim(made.body.id, { user: user.id })).toMatchObject({
      status: 200,
      body: { credits_added: "5", new_balance: "5" },
    });
    expect(await claim(made.body.id, { user: user.id })).toMatchObject({
      status: 409,
      body: { why: "already_claimed" },
    });
    expect((await claim(made.body.id, { user: newId() })).status).toBe(404);
    expect((await claim(newId(), { user: user.id })).status).toBe(404);
  });

  it.each([
    [{ kind: "code" }, "code"],
    [{ code: "ABC" }, "code"],
    [{ budget: "0" }, "budget"],
    [{ kind: "gift" }, "kind"],
    [{ name: " " }, "name"],
    [{ max_claims_per_account: 0 }, "max_claims_per_account"],
  ])("are refused as %j with 400", async (wrong, field) => {
    const headers = { ...(await admin()), "idempotency-key": newId() };
    expect(await ask("POST /campaigns", { headers, body: { ...body, ...wrong } })).toMatchObject({
      status: 400,
      body: { errors: [expect.objectContaining({ field })] },
    });
  });
});
