import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { cookieOf, makeUser, PASSWORD, useAsAppDatabase } from "@/dev/test/kits/access/signed-in";
import { keyOf, ORIGIN, useApi } from "@/dev/test/kits/api/api";
import { useStripe } from "@/dev/test/kits/billing/stripe";
import { changePassword } from "@/lib/access/change-password";
import { setRole } from "@/lib/access/roles";

const db = useTestDatabase();
useAsAppDatabase(db);
useStripe();
const ask = useApi(db);

const PURCHASE = "POST /billing/credits/purchase";

describe("sessions", () => {
  it("work until the password or the role changes, then nowhere", async () => {
    const user = await makeUser(db());
    const statusOf = async (cookie: string) =>
      (await ask("GET /credits/balance", { headers: { cookie } })).status;
    const before = await cookieOf(db(), user);
    expect(await statusOf(before)).toBe(200);
    const newPassword = "another password";
    await changePassword(db().database, user.id, { currentPassword: PASSWORD, newPassword });
    expect(await statusOf(before)).toBe(401);
    const between = await cookieOf(db(), user);
    await setRole(db().database, user.id, "admin", "test");
    expect(await statusOf(between)).toBe(401);
  });

  it("change something only from a page of ours", async () => {
    const cookie = await cookieOf(db(), await makeUser(db()));
    const body = { package_code: "starter" };
    for (const origin of [undefined, "https://evil.example"]) {
      const headers = { cookie, ...(origin && { origin }) };
      expect((await ask(PURCHASE, { headers, body })).status).toBe(403);
    }
    expect((await ask(PURCHASE, { headers: { cookie, origin: ORIGIN }, body })).status).toBe(200);
  });
});

describe("packages", () => {
  const PACKAGES = "GET /billing/credits/packages";

  it("are those of Ops-Center, in its fields", async () => {
    const headers = await keyOf(db(), await makeUser(db()), ["credits:read"]);
    const { body } = await ask<unknown[]>(PACKAGES, { headers });
    expect(body).toHaveLength(4);
    expect(body[2]).toMatchObject({
      package_code: "pro",
      package_name: "Pro Pack",
      credits: 10_000,
      price_usd: 80,
      discount_percentage: 20,
      is_active: true,
      stripe_price_id: null,
      stripe_product_id: null,
    });
  });

  it("not for sale are for admins only", async () => {
    const all = `${PACKAGES}?include_inactive=true`;
    const buyer = await keyOf(db(), await makeUser(db()), ["credits:read"]);
    expect((await ask(all, { headers: buyer })).status).toBe(403);
    const admin = await keyOf(db(), await makeUser(db(), "admin"), ["credits:read"]);
    expect((await ask(all, { headers: admin })).status).toBe(200);
    expect((await ask(`${PACKAGES}?include_inactive=1`, { headers: admin })).status).toBe(400);
  });
});

describe("purchase and history", () => {
  it("open a checkout page, and list one's own purchases only", async () => {
    const [buyer, stranger] = [await makeUser(db()), await makeUser(db())];
    const headers = await keyOf(db(), buyer, ["credits:read", "credits:purchase"]);
    expect(await ask(PURCHASE, { headers, body: { package_code: "starter" } })).toMatchObject({
      status: 200,
      body: {
        checkout_url: expect.stringContaining("/c/pay/"),
        session_id: expect.stringMatching(/^cs_test_/),
      },
    });
    expect((await ask("GET /billing/credits/history", { headers })).body).toMatchObject([
      {
        package_name: "Starter Pack",
        amount_credits: 1000,
        amount_paid: 10,
        status: "pending",
        completed_at: null,
      },
    ]);
    const others = await keyOf(db(), stranger, ["credits:read"]);
    expect((await ask("GET /billing/credits/history", { headers: others })).body).toEqual([]);
  });

  it.each([
    [{ package_code: "unknown" }, 404, "not_found"],
    [{}, 400, "invalid_input"],
    [{ package_code: "starter", price: 1 }, 400, "invalid_input"],
    [{ package_code: "starter", success_url: "https://evil.example/" }, 400, "invalid_input"],
  ])("refuse %j with %i", async (body, status, code) => {
    const headers = await keyOf(db(), await makeUser(db()), ["credits:purchase"]);
    expect(await ask(PURCHASE, { headers, body })).toMatchObject({ status, body: { code } });
  });

  it.each(["limit=many", "limit=1000", "limit=0", "offset=-1"])("refuse ?%s", async (query) => {
    const headers = await keyOf(db(), await makeUser(db()), ["credits:read"]);
    expect(await ask(`GET /billing/credits/history?${query}`, { headers })).toMatchObject({
      status: 400,
      body: { errors: [{ field: query.split("=")[0] }] },
    });
  });
});

describe("admin/purchases", () => {
  it("are for admins", async () => {
    const list = "GET /billing/credits/admin/purchases";
    const buyer = await cookieOf(db(), await makeUser(db()));
    expect((await ask(list, { headers: { cookie: buyer } })).status).toBe(403);
    const headers = await keyOf(db(), await makeUser(db(), "admin"), ["admin:read"]);
    expect((await ask(`${list}?status=pending&limit=1`, { headers })).body).toMatchObject([
      { status: "pending", email: expect.any(String) },
    ]);
    expect((await ask(`${list}?status=lost`, { headers })).status).toBe(400);
  });
});

describe("webhook", () => {
  const WEBHOOK = "/billing/credits/webhook";

  it("says that the signature is missing, as curl -X POST shows", async () => {
    expect(await ask(`POST ${WEBHOOK}`)).toMatchObject({
      status: 400,
      body: { code: "invalid_signature", check: "missing_header" },
    });
  });

  it("answers 405 to GET and 413 past a megabyte", async () => {
    expect((await ask(`GET ${WEBHOOK}`)).status).toBe(405);
    expect((await ask(`POST ${WEBHOOK}`, { body: "x".repeat(1_000_001) })).status).toBe(413);
  });
});
