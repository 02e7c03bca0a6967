import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, useApi } from "@/dev/test/kits/api/api";
import { givenCredits } from "@/dev/test/kits/api/credits";
import { keyScopesOf, type Scope } from "@/lib/access/scopes";
import { newId } from "@/lib/shared/ids";
import type { Movement } from "./shapes";

const db = useTestDatabase();
const ask = useApi(db);

const admin = async (...scopes: Scope[]) =>
  keyOf(db(), await makeUser(db(), "admin"), scopes, { account: "all" });
const keyed = (key: object, idempotencyKey = newId()) => ({
  ...key,
  "idempotency-key": idempotencyKey,
});

async function spender(credits = 100) {
  const user = await makeUser(db());
  await givenCredits(db(), user.accountId, credits);
  return { user, key: await keyOf(db(), user, keyScopesOf("buyer")) };
}

async function balanceOf(accountId: string): Promise<unknown> {
  const headers = await admin("credits:read");
  return (await ask(`GET /credits/balance?account=${accountId}`, { headers })).body;
}

describe("POST /credits/spend/batch", () => {
  const BATCH = "POST /credits/spend/batch";
  const spendOf = (amount: string, more: object = {}) => ({
    ...{ amount, service: "chat", idempotency_key: newId() },
    ...more,
  });

  it("gives a result for each spend, in order, and no refusal stops another", async () => {
    const { user, key } = await spender(10);
    const spends = [
      spendOf("4"),
      spendOf("7"),
      spendOf("1", { user: newId() }),
      spendOf("1", { usage: { calls: 1 }, model: "unknown", amount: undefined, service: "none" }),
      spendOf("5", { account: user.accountId }),
    ];
    const answer = await ask(BATCH, { headers: key, body: { spends } });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        results: [
          { status: "done", amount: "-4", balance: "6" },
          { status: "refused", code: "insufficient_credits" },
          { status: "refused", code: "not_found" },
          { status: "refused", code: "not_found" },
          { status: "done", amount: "-5", balance: "1" },
        ],
      },
    });
    const again = await ask(BATCH, { headers: key, body: { spends: spends.slice(0, 1) } });
    expect(again.body).toMatchObject({ results: [{ status: "replayed", balance: "6" }] });
  });

  it("takes nothing when one is refused and all or nothing was asked for, naming it", async () => {
    const { user, key } = await spender(10);
    for (const [bad, status] of [
      [spendOf("7"), 402],
      [spendOf("1", { user: newId() }), 404],
    ] as const) {
      const spends = [spendOf("4"), bad];
      const answer = await ask(BATCH, { headers: key, body: { spends, all_or_nothing: true } });
      expect(answer).toMatchObject({ status, body: { index: 1 } });
      expect(await balanceOf(user.accountId)).toMatchObject({ balance: "10" });
    }
    const spends = [spendOf("4"), spendOf("6")];
    const answer = await ask(BATCH, { headers: key, body: { spends, all_or_nothing: true } });
    expect(answer.body).toMatchObject({ results: [{ balance: "6" }, { balance: "0" }] });
  });

  it("takes a thousand at once, and refuses more or fewer than one with 400", async () => {
    const { user, key } = await spender(1000);
    const spends = Array.from({ length: 1001 }, () => spendOf("0.5"));
    const send = (some: object[]) => ask(BATCH, { headers: key, body: { spends: some } });
    expect((await send(spends)).status).toBe(400);
    expect((await send([])).status).toBe(400);
    expect((await send(spends.slice(1))).status).toBe(200);
    expect(await balanceOf(user.accountId)).toMatchObject({ balance: "500" });
  });

  it("names the field of the spend that isn't valid, and takes nothing", async () => {
    const { user, key } = await spender(10);
    const spends = [spendOf("1"), spendOf("-1"), { amount: "1", service: "chat" }];
    expect(await ask(BATCH, { headers: key, body: { spends } })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "spends.1.amount" }, { field: "spends.2.idempotency_key" }] },
    });
    expect(await balanceOf(user.accountId)).toMatchObject({ balance: "10" });
  });
});

describe("POST /credits/grants", () => {
  const GRANTS = "POST /credits/grants";

  it("adds credits once per key, with an expiry and a priority", async () => {
    const headers = keyed(await admin("credits:grant"));
    const { user, key } = await spender(1);
    const body = {
      ...{ user: user.id, amount: "25", reason: "Welcome", priority: 10 },
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    };
    const first = await ask<Movement>(GRANTS, { headers, body });
    expect(first).toMatchObject({ status: 200, body: { amount: "25", balance: "26" } });
    const replay = await ask(GRANTS, { headers, body });
    expect(replay.body).toEqual(first.body);
    expect(replay.headers.get("idempotency-replayed")).toBe("true");
    expect((await ask(GRANTS, { headers, body: { ...body, amount: "26" } })).status).toBe(422);
    expect((await ask("GET /credits/lots", { headers: key })).body).toMatchObject({
      lots: [
        { kind: "promotional", remaining: "25", priority: 10, expires_at: body.expires_at },
        { remaining: "1" },
      ],
    });
  });

  it("refuses the account of the admin whose key asks", async () => {
    const user = await makeUser(db(), "admin");
    const key = await keyOf(db(), user, ["credits:grant"], { account: "all" });
    const body = { user: user.id, amount: "1", reason: "For myself" };
    expect((await ask(GRANTS, { headers: keyed(key), body })).status).toBe(403);
    expect(await balanceOf(user.accountId)).toMatchObject({ balance: "0" });
  });

  it("answers 404 for an account that doesn't exist, and makes none", async () => {
    const headers = await admin("credits:grant");
    for (const ref of [{ user: newId() }, { account: newId() }, { customer: newId() }]) {
      const body = { ...ref, amount: "1", reason: "Test" };
      expect((await ask(GRANTS, { headers: keyed(headers), body })).status).toBe(404);
    }
  });

  it.each([
    ["an expiry in the past", { expires_at: "2020-01-01T00:00:00.000Z" }],
    ["a date that doesn't exist", { expires_at: "2026-02-30T00:00:00.000Z" }],
    ["no reason", { reason: " " }],
    ["a priority that isn't whole", { priority: 1.5 }],
    ["an amount of nothing", { amount: "0.000000" }],
  ])("refuses %s with 400", async (_name, wrong) => {
    const headers = keyed(await admin("credits:grant"));
    const { id: user } = await makeUser(db());
    const body = { user, amount: "1", reason: "Test", ...wrong };
    expect((await ask(GRANTS, { headers, body })).status).toBe(400);
  });
});

describe("Ops-Center's routes", () => {
  it("deduct, allocate and refund by user_id, with JSON numbers, as its clients do", async () => {
    const headers = await admin("credits:spend", "credits:grant");
    const user = await makeUser(db());
    const send = (path: string, body: object) =>
      ask(`POST /credits/${path}`, { headers, body: { user_id: user.id, ...body } });
    expect(await send("allocate", { amount: 100, reason: "Monthly" })).toMatchObject({
      status: 200,
      body: { success: true, new_balance: "100", transaction_id: expect.stringMatching(/^ent_/) },
    });
    const metadata = { tokens: 5, cached: true };
    const spent = { amount: 0.1, service: "chat", model: "gpt-x", metadata };
    expect(await send("deduct", spent)).toMatchObject({ body: { new_balance: "99.9" } });
    expect(await send("refund", { amount: "0.1", reason: "Failed" })).toMatchObject({
      body: { success: true, new_balance: "100" },
    });
    expect(await send("deduct", { amount: 101, service: "chat" })).toMatchObject({
      status: 402,
      body: { detail: expect.any(String) },
    });
  });

  it("take an Idempotency-Key where one is sent", async () => {
    const headers = keyed(await admin("credits:grant"));
    const { user } = await spender(1);
    const body = { user_id: user.id, amount: 1, reason: "Test" };
    const first = await ask("POST /credits/allocate", { headers, body });
    const replay = await ask("POST /credits/allocate", { headers, body });
    expect(replay.body).toEqual(first.body);
    expect(replay.headers.get("idempotency-replayed")).toBe("true");
  });

  it("refuse to take a refund for the replay of an allocation, or the other way around", async () => {
    const { user } = await spender(1);
    const body = { user_id: user.id, amount: 1, reason: "Test" };
    for (const paths of [
      ["allocate", "refund"],
      ["refund", "allocate"],
    ]) {
      const headers = keyed(await admin("credits:grant"));
      const statuses: number[] = [];
      for (const path of paths) {
        statuses.push((await ask(`POST /credits/${path}`, { headers, body })).status);
      }
      expect(statuses).toEqual([200, 422]);
    }
  });

  it.each([0, -1, 1e308, 2 ** 53 + 1, 0.0000001, 1e-7, "NaN", null, "1\0", true])(
    "refuse the amount %j with 400, naming the field",
    async (amount) => {
      const headers = await admin("credits:spend", "credits:grant");
      for (const path of ["deduct", "allocate", "refund"]) {
        const body = { user_id: newId(), amount, service: "chat", reason: "Test" };
        expect(await ask(`POST /credits/${path}`, { headers, body })).toMatchObject({
          status: 400,
          body: { errors: [{ field: "amount" }] },
        });
      }
    },
  );

  it("answer 404 to a user who doesn't exist", async () => {
    const headers = await admin("credits:spend", "credits:grant");
    for (const path of ["deduct", "allocate", "refund"]) {
      const body = { user_id: newId(), amount: 1, service: "chat", reason: "Test" };
      expect((await ask(`POST /credits/${path}`, { headers, body })).status).toBe(404);
    }
  });
});
