import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, useApi } from "@/dev/test/kits/api/api";
import { givenCredits } from "@/dev/test/kits/api/credits";
import type { NewApiKey } from "@/lib/access/api-keys";
import { putRate } from "@/lib/rates/rates";
import { rateTerms } from "@/lib/rates/terms";
import { parseCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";

const db = useTestDatabase();
const ask = useApi(db);

interface HoldBody {
  readonly id: string;
  readonly expires_at: string;
}

const keyed = (key: object, idempotencyKey = newId()) => ({
  ...key,
  "idempotency-key": idempotencyKey,
});

async function holder(credits = 100, settings: Partial<NewApiKey> = {}) {
  const user = await makeUser(db());
  await givenCredits(db(), user.accountId, credits);
  const key = await keyOf(db(), user, ["credits:hold", "credits:read", "credits:spend"], settings);
  const call = (method: string, path: string, body?: object) =>
    ask<HoldBody>(`${method} /credits/${path}`, { headers: keyed(key), body });
  return {
    user,
    key,
    call,
    hold: (amount: string, more: object = {}) =>
      call("POST", "holds", { amount, service: "chat", model: "gpt-x", ...more }),
    balance: async () => (await call("GET", "balance")).body,
  };
}

describe("a hold", () => {
  it("reserves credits: they are held, not available, and not spent", async () => {
    const { hold, balance, call } = await holder();
    const placed = await hold("30", { expires_in: 60 });
    expect(placed).toMatchObject({
      status: 200,
      body: {
        ...{ id: expect.stringMatching(/^hold_/), amount: "30", state: "open", end: null },
        ...{ service: "chat", model: "gpt-x", on_expire: "release" },
      },
    });
    expect(placed.headers.get("x-credits-remaining")).toBe("70");
    expect(await balance()).toMatchObject({ balance: "100", held: "30", available: "70" });
    expect((await call("POST", "spend", { amount: "71", service: "chat" })).status).toBe(402);
    expect((await hold("71")).status).toBe(402);
    expect((await call("GET", `holds/${placed.body.id}`)).body).toEqual(placed.body);
  });

  it("is placed once per key", async () => {
    const { key, balance } = await holder();
    const headers = keyed(key);
    const body = { amount: "10", service: "chat" };
    const [first, again] = [
      await ask("POST /credits/holds", { headers, body }),
      await ask("POST /credits/holds", { headers, body }),
    ];
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await balance()).toMatchObject({ held: "10" });
    const other = { amount: "11", service: "chat" };
    expect((await ask("POST /credits/holds", { headers, body: other })).status).toBe(422);
  });

  it.each([
    ["whole", {}, "70", "0"],
    ["part", { amount: "12.5" }, "87.5", "0"],
    ["nothing", { amount: "0" }, "100", "0"],
    ["more", { amount: "45" }, "55", "0"],
    [
      "more than there is, taking what is there",
      { amount: "130", on_insufficient: "take_available" },
      "0",
      "30",
    ],
    ["more than there is, owing the rest", { amount: "130", on_insufficient: "owe" }, "-30", "0"],
  ])("is captured: %s", async (_name, body, left, shortfall) => {
    const { hold, balance, call } = await holder();
    const { id } = (await hold("30")).body;
    const captured = await call("POST", `holds/${id}/capture`, body);
    expect(captured).toMatchObject({ status: 200, body: { balance: left, shortfall } });
    expect(await balance()).toMatchObject({ balance: left, held: "0" });
    const list = await call("GET", "transactions?limit=1");
    expect(list.body).toMatchObject({
      transactions: [{ kind: "capture", service: "chat", model: "gpt-x", hold: id, shortfall }],
    });
    expect((await call("GET", `holds/${id}`)).body).toMatchObject({
      state: "captured",
      end: { shortfall },
    });
  });

  it("stays when more was used than can be taken, and refuse was asked for", async () => {
    const { hold, balance, call } = await holder();
    const { id } = (await hold("30")).body;
    expect(await call("POST", `holds/${id}/capture`, { amount: "130" })).toMatchObject({
      status: 402,
      body: { code: "insufficient_credits" },
    });
    expect(await balance()).toMatchObject({ balance: "100", held: "30" });
  });

  it("is captured by usage, at the rate of its service and model", async () => {
    await putRate(db().database, {
      ...{ service: "chat", model: "gpt-x", actor: "test" },
      terms: rateTerms.parse({ prices: { output_tokens: { price: "2", per: 1000 } } }),
    });
    const { hold, balance, call } = await holder();
    const { id } = (await hold("30")).body;
    const usage = { output_tokens: 2500 };
    expect((await call("POST", `holds/${id}/capture`, { usage })).status).toBe(200);
    expect(await balance()).toMatchObject({ balance: "95" });
    expect((await call("GET", "transactions?limit=1")).body).toMatchObject({
      transactions: [{ metadata: { rate: "chat/gpt-x@1" } }],
    });
  });

  it("is released: nothing is taken", async () => {
    const { hold, balance, call } = await holder();
    const { id } = (await hold("30")).body;
    expect((await call("POST", `holds/${id}/release`)).status).toBe(200);
    expect(await balance()).toMatchObject({ balance: "100", held: "0", available: "100" });
  });

  it("has one end: 409 for a second one, and the same answer for a retry", async () => {
    const { hold, key, call } = await holder();
    const { id } = (await hold("30")).body;
    const headers = keyed(key);
    const capture = () =>
      ask(`POST /credits/holds/${id}/capture`, { headers, body: { amount: "5" } });
    const [first, again] = [await capture(), await capture()];
    expect(again.body).toEqual(first.body);
    for (const path of ["capture", "release", "extend"]) {
      const body = path === "extend" ? { expires_in: 5 } : path === "capture" ? {} : undefined;
      expect(await call("POST", `holds/${id}/${path}`, body)).toMatchObject({
        status: 409,
        body: { code: "conflict" },
      });
    }
  });

  it("can be extended, never shortened", async () => {
    const { hold, call } = await holder();
    const placed = (await hold("30", { expires_in: 60 })).body;
    const longer = (await call("POST", `holds/${placed.id}/extend`, { expires_in: 3600 })).body;
    expect(Date.parse(longer.expires_at)).toBeGreaterThan(
      Date.parse(placed.expires_at) + 3_000_000,
    );
    const shorter = (await call("POST", `holds/${placed.id}/extend`, { expires_in: 1 })).body;
    expect(shorter.expires_at).toBe(longer.expires_at);
  });

  it.each([
    ["release", "100"],
    ["capture", "70"],
  ])(
    "that expires does as on_expire says: %s, although no sweeper runs",
    async (on_expire, left) => {
      const { hold, call, user } = await holder();
      const { id } = (await hold("30", { expires_in: 1, on_expire })).body;
      await expect
        .poll(async () => (await call("GET", `holds/${id}`)).body, { timeout: 5_000 })
        .toMatchObject({ state: "expired" });
      expect((await call("POST", `holds/${id}/capture`, {})).status).toBe(409);
      await givenCredits(db(), user.accountId, 1);
      expect((await call("GET", "balance")).body).toMatchObject({
        balance: String(Number(left) + 1),
        held: "0",
      });
    },
  );

  it("of somebody else is 404, as one that doesn't exist, whatever is asked of it", async () => {
    const [mine, theirs] = [await holder(), await holder()];
    const { id } = (await theirs.hold("10")).body;
    const { id: gone } = (await mine.hold("10")).body;
    const unknown = `${gone.slice(0, -4)}AAAA`;
    for (const [method, path, body] of [
      ["GET", "", undefined],
      ["POST", "/capture", {}],
      ["POST", "/release", undefined],
      ["POST", "/extend", { expires_in: 5 }],
    ] as const) {
      const answers = await Promise.all(
        [id, unknown, "hold_x", newId()].map((some) =>
          mine.call(method, `holds/${some}${path}`, body),
        ),
      );
      for (const { status, body: problem } of answers) {
        expect({ status, problem }).toMatchObject({ status: 404, problem: { code: "not_found" } });
      }
      const texts = answers.map(({ body: problem }) =>
        JSON.stringify({ ...problem, request_id: 0 }),
      );
      expect(new Set(texts).size).toBe(1);
    }
  });

  it("of a service can't be released by the account's owner with a key of their own", async () => {
    const { user, call } = await holder();
    const admin = await keyOf(db(), await makeUser(db(), "admin"), ["credits:hold"], {
      account: "all",
    });
    const body = { user: user.id, amount: "10", service: "chat" };
    const placed = await ask<HoldBody>("POST /credits/holds", { headers: keyed(admin), body });
    expect((await call("POST", `holds/${placed.body.id}/release`)).status).toBe(404);
    expect(
      (await ask(`POST /credits/holds/${placed.body.id}/release`, { headers: keyed(admin) }))
        .status,
    ).toBe(200);
  });

  it.each([
    [{ amount: "0", service: "chat" }, "amount"],
    [{ amount: "1", service: "chat", expires_in: 0 }, "expires_in"],
    [{ amount: "1", service: "chat", expires_in: 604_801 }, "expires_in"],
    [{ amount: "1", service: "chat", expires_in: "60" }, "expires_in"],
    [{ amount: "1", service: "chat", on_expire: "keep" }, "on_expire"],
    [{ amount: "1" }, "service"],
  ])("is refused with 400 as %j", async (body, field) => {
    const { call } = await holder();
    expect(await call("POST", "holds", body)).toMatchObject({
      status: 400,
      body: { errors: [expect.objectContaining({ field })] },
    });
  });

  it.each([
    { amount: "-1" },
    { amount: 1 },
    { amount: "1", usage: { calls: 1 } },
    { on_insufficient: "ask" },
  ])("can't be captured with %j", async (body) => {
    const { hold, call } = await holder();
    const { id } = (await hold("30")).body;
    expect((await call("POST", `holds/${id}/capture`, body)).status).toBe(400);
  });

  it("counts against the key's budget until it ends, and what was taken of it afterwards", async () => {
    const { hold, call } = await holder(100, { monthlyBudget: parseCredits("50") });
    const { id } = (await hold("40")).body;
    expect(await hold("11")).toMatchObject({ status: 402, body: { code: "budget_exceeded" } });
    await call("POST", `holds/${id}/capture`, { amount: "5" });
    const used = async () =>
      (
        await db().database.read.execute(
          sql`select sum(used)::text as used from api_key_usage where used > 0`,
        )
      )[0];
    expect(await used()).toEqual({ used: "5000000" });
    const second = (await hold("45")).body;
    expect((await hold("1")).status).toBe(402);
    await call("POST", `holds/${second.id}/release`);
    expect(await used()).toEqual({ used: "5000000" });
  });
});
