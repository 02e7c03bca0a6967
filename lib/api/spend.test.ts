import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { cookieOf, makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, ORIGIN, useApi } from "@/dev/test/kits/api/api";
import { givenCredits } from "@/dev/test/kits/api/credits";
import { clawback, purchase } from "@/dev/test/kits/ledger/commands";
import { newId } from "@/lib/shared/ids";
import { commitCredits } from "@/lib/spending/commit-credits";
import type { Movement } from "./shapes";

const db = useTestDatabase();
const ask = useApi(db);
const SPEND = "POST /credits/spend";

const operatorKey = async () =>
  keyOf(db(), await makeUser(db(), "admin"), ["credits:spend", "credits:read"], { account: "all" });

/** A user with credits and a key of their own. */
async function spender(credits = 100) {
  const user = await makeUser(db());
  if (credits > 0) await givenCredits(db(), user.accountId, credits);
  return { user, key: await keyOf(db(), user, ["credits:spend", "credits:read"]) };
}

const keyed = (key: { authorization: string }, idempotencyKey = newId()) => ({
  ...key,
  "idempotency-key": idempotencyKey,
});

describe("POST /credits/spend", () => {
  it("answers 200 with the entry, the balance and what is available, in body and headers", async () => {
    const { user, key } = await spender();
    const body = { amount: "0.000001", service: "chat", model: "gpt-x", reference: "r-1" };
    const answer = await ask<Movement>(SPEND, { headers: keyed(key), body });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        ...{ account: user.accountId, amount: "-0.000001" },
        ...{ balance: "99.999999", available: "99.999999" },
      },
    });
    expect(answer.headers.get("x-credits-charged")).toBe("0.000001");
    expect(answer.headers.get("x-credits-remaining")).toBe("99.999999");
    const list = await ask("GET /credits/transactions?limit=1", { headers: key });
    expect(list.body).toMatchObject({
      transactions: [
        { id: answer.body.entry, kind: "spend", service: "chat", model: "gpt-x", reference: "r-1" },
      ],
    });
  });

  it("reaches an account by customer, account or user with a key for all accounts", async () => {
    const headers = await operatorKey();
    const { user } = await spender();
    const external = newId();
    const made = await ask<{ account: string }>(`PUT /customers/${external}`, {
      headers,
      body: {},
    });
    await givenCredits(db(), made.body.account, 5);
    for (const [ref, account] of [
      [{ user: user.id }, user.accountId],
      [{ account: user.accountId }, user.accountId],
      [{ customer: external }, made.body.account],
    ] as const) {
      const body = { ...ref, amount: "1", service: "chat" };
      expect(await ask(SPEND, { headers: keyed(headers), body })).toMatchObject({
        status: 200,
        body: { account },
      });
    }
  });

  it("gives a replay the same answer and takes nothing, and answers 422 to another body", async () => {
    const { key } = await spender();
    const headers = keyed(key);
    const body = { amount: "10", service: "chat" };
    const first = await ask<Movement>(SPEND, { headers, body });
    const replay = await ask<Movement>(SPEND, { headers, body });
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(replay.headers.get("idempotency-replayed")).toBe("true");
    expect(replay.body).toEqual(first.body);
    for (const other of [
      { amount: "11", service: "chat" },
      { amount: "10", service: "images" },
      { amount: "10", service: "chat", model: "gpt-x" },
      { amount: "10", service: "chat", metadata: { a: "b" } },
    ]) {
      expect(await ask(SPEND, { headers, body: other })).toMatchObject({
        status: 422,
        body: { code: "idempotency_mismatch" },
      });
    }
    expect((await ask("GET /credits/balance", { headers: key })).body).toMatchObject({
      balance: "90",
    });
  });

  it("makes one entry of one key that is sent a hundred times at once, and gives one answer", async () => {
    const { key } = await spender();
    const headers = keyed(key);
    const body = { amount: "1", service: "chat" };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => ask<Movement>(SPEND, { headers, body })),
    );
    expect(
      new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body]))).size,
    ).toBe(1);
    expect((await ask("GET /credits/balance", { headers: key })).body).toMatchObject({
      balance: "99",
    });
  });

  it("answers 402 when it doesn't suffice, takes nothing, and lets the key be used again", async () => {
    const { user, key } = await spender(5);
    const headers = keyed(key);
    const body = { amount: "6", service: "chat" };
    expect(await ask(SPEND, { headers, body })).toMatchObject({
      status: 402,
      body: { code: "insufficient_credits" },
    });
    await givenCredits(db(), user.accountId, 1);
    expect(await ask(SPEND, { headers, body })).toMatchObject({
      status: 200,
      body: { balance: "0" },
    });
  });

  it("answers 402 to an account that owes, saying so", async () => {
    const { user, key } = await spender(0);
    const payment = newId();
    await db().database.transaction((tx) =>
      commitCredits(tx, [purchase(user.accountId, payment, 10)]),
    );
    await ask(SPEND, { headers: keyed(key), body: { amount: "10", service: "chat" } });
    await db().database.transaction((tx) =>
      commitCredits(tx, [clawback(user.accountId, payment, 10)]),
    );
    expect(
      await ask(SPEND, { headers: keyed(key), body: { amount: "1", service: "chat" } }),
    ).toMatchObject({ status: 402, body: { code: "in_debt" } });
  });

  it("answers 402, not 404, to an account that exists and never had credits", async () => {
    const { key } = await spender(0);
    expect(
      await ask(SPEND, { headers: keyed(key), body: { amount: "1", service: "chat" } }),
    ).toMatchObject({ status: 402, body: { code: "insufficient_credits" } });
  });

  it.each(["account", "user", "customer"])(
    "answers 404 to another's %s as to an unknown one",
    async (name) => {
      const { key } = await spender();
      const stranger = await makeUser(db());
      const operator = await operatorKey();
      await ask("PUT /customers/theirs", { headers: operator, body: {} });
      const theirs = { account: stranger.accountId, user: stranger.id, customer: "theirs" }[name];
      const answers = await Promise.all(
        [theirs, name === "customer" ? "unknown" : newId()].map(async (id) => {
          const body = { [name]: id, amount: "1", service: "chat" };
          const { status, body: problem } = await ask<object>(SPEND, { headers: keyed(key), body });
          return { status, ...problem, request_id: undefined };
        }),
      );
      expect(answers[0]).toMatchObject({ status: 404, code: "not_found" });
      expect(answers[0]).toEqual(answers[1]);
    },
  );

  it.each([
    "0",
    "-1",
    "NaN",
    "Infinity",
    "1e3",
    "0.0000001",
    "1,000",
    " 1",
    "",
    "0x1",
    "9".repeat(13),
    1,
    1.5,
    0,
    -1,
    1e308,
    2 ** 53 + 1,
    null,
    true,
    [],
    {},
    "1\0",
  ])("refuses the amount %j with 400, naming the field", async (amount) => {
    const { key } = await spender();
    expect(
      await ask(SPEND, { headers: keyed(key), body: { amount, service: "chat" } }),
    ).toMatchObject({
      status: 400,
      body: { code: "invalid_input", errors: [expect.objectContaining({ field: "amount" })] },
    });
    expect((await ask("GET /credits/balance", { headers: key })).body).toMatchObject({
      balance: "100",
    });
  });

  it.each<[string, object, string]>([
    ["no amount", { service: "chat" }, "amount"],
    [
      "amount and usage",
      { amount: "1", usage: { calls: 1 }, model: "m", service: "chat" },
      "amount",
    ],
    ["usage without a model", { usage: { calls: 1 }, service: "chat" }, "amount"],
    ["no service", { amount: "1" }, "service"],
    ["two accounts", { amount: "1", service: "chat", user: newId(), account: newId() }, "account"],
    ["an unknown field", { amount: "1", service: "chat", dry_run: true }, ""],
    ["a text that is too long", { amount: "1", service: "x".repeat(101) }, "service"],
    [
      "metadata that isn't text",
      { amount: "1", service: "chat", metadata: { a: 1 } },
      "metadata.a",
    ],
    [
      "a reserved name in metadata",
      { amount: "1", service: "chat", metadata: { rate: "x" } },
      "metadata",
    ],
  ])("refuses %s with 400", async (_name, body, field) => {
    const { key } = await spender();
    expect(await ask(SPEND, { headers: keyed(key), body })).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([expect.objectContaining({ field })]) },
    });
  });

  it.each([undefined, "", "with space", "ü", "x".repeat(256)])(
    "refuses the Idempotency-Key %j with 400",
    async (idempotencyKey) => {
      const { key } = await spender();
      const headers = idempotencyKey === undefined ? key : keyed(key, idempotencyKey);
      expect(await ask(SPEND, { headers, body: { amount: "1", service: "chat" } })).toMatchObject({
        status: 400,
        body: { errors: [{ field: "Idempotency-Key" }] },
      });
    },
  );

  it("isn't for a buyer's session: a page of ours doesn't spend", async () => {
    const cookie = await cookieOf(db(), await makeUser(db()));
    const headers = { cookie, origin: ORIGIN, "idempotency-key": newId() };
    expect(await ask(SPEND, { headers, body: { amount: "1", service: "chat" } })).toMatchObject({
      status: 403,
    });
  });
});
