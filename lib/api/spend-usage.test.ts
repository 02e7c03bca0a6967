import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, useApi } from "@/dev/test/kits/api/api";
import { givenCredits } from "@/dev/test/kits/api/credits";
import { putRate } from "@/lib/rates/rates";
import { rateTerms } from "@/lib/rates/terms";
import { newId } from "@/lib/shared/ids";

const db = useTestDatabase();
const ask = useApi(db);
const SPEND = "POST /credits/spend";

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

describe("usage instead of an amount", () => {
  const setRate = (model: string, price: string) =>
    putRate(db().database, {
      ...{ service: "llm", model, actor: "test" },
      terms: rateTerms.parse({ prices: { input_tokens: { price, per: 1000 } } }),
    });

  it("is priced by the rate of the model, whose version the entry keeps", async () => {
    await setRate("m-1", "2");
    const { key } = await spender();
    const body = { usage: { input_tokens: 1500 }, service: "llm", model: "m-1" };
    const estimate = await ask("POST /credits/estimate", { headers: key, body });
    expect(estimate).toMatchObject({ status: 200, body: { amount: "3", rate: "llm/m-1@1" } });
    expect(await ask(SPEND, { headers: keyed(key), body })).toMatchObject({
      body: { amount: "-3" },
    });
    expect((await ask("GET /credits/transactions", { headers: key })).body).toMatchObject({
      transactions: [{ metadata: { rate: "llm/m-1@1", usage: '{"input_tokens":1500}' } }, {}],
    });
  });

  it("is replayed at the price of the first time, also after the price changed", async () => {
    await setRate("m-2", "1");
    const { key } = await spender();
    const headers = keyed(key);
    const body = { usage: { input_tokens: 1000 }, service: "llm", model: "m-2" };
    const first = await ask(SPEND, { headers, body });
    await setRate("m-2", "5");
    await expect
      .poll(async () => (await ask("POST /credits/estimate", { headers: key, body })).body)
      .toMatchObject({ amount: "5" });
    const replay = await ask(SPEND, { headers, body });
    expect(replay).toMatchObject({ status: 200, body: first.body });
  });

  it("of a model without a rate is 404, of a quantity without a price 400", async () => {
    await setRate("m-3", "1");
    const { key } = await spender();
    for (const [model, usage, status] of [
      ["unknown", { input_tokens: 1 }, 404],
      ["m-3", { images: 1 }, 400],
      ["m-3", { input_tokens: -1 }, 400],
      ["m-3", { input_tokens: 1.5 }, 400],
      ["m-3", {}, 400],
      ["m-3", { tokens: 1 }, 400],
    ] as const) {
      const body = { usage, service: "llm", model };
      expect((await ask(SPEND, { headers: keyed(key), body })).status).toBe(status);
      expect((await ask("POST /credits/estimate", { headers: key, body })).status).toBe(status);
    }
  });

  it("that costs nothing makes no entry", async () => {
    await setRate("m-4", "0");
    const { key } = await spender();
    const body = { usage: { input_tokens: 5 }, service: "llm", model: "m-4" };
    expect(await ask(SPEND, { headers: keyed(key), body })).toMatchObject({
      status: 200,
      body: { entry: null, amount: "0", balance: "100" },
    });
  });
});
