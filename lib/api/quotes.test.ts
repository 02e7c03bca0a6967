import { and, eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ledgerEntries } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, useApi } from "@/dev/test/kits/api/api";
import { givenCredits } from "@/dev/test/kits/api/credits";
import { testScale } from "@/dev/test/scale";
import { putRate } from "@/lib/rates/rates";
import { rateTerms } from "@/lib/rates/terms";
import { parseCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";

const db = useTestDatabase();
const ask = useApi(db);

const setPrice = (model: string, price: number) =>
  putRate(db().database, {
    ...{ service: "llm", model, actor: "test" },
    terms: rateTerms.parse({ prices: { calls: { price: String(price) } } }),
  });

interface QuoteAnswer {
  readonly amount: string;
  readonly quote: { id: string; ceiling: string; rate: string } | null;
}

async function service(credits = 1_000_000) {
  const user = await makeUser(db());
  await givenCredits(db(), user.accountId, credits);
  const key = await keyOf(db(), user, ["credits:read", "credits:hold"]);
  const keyed = (idempotencyKey = newId()) => ({ ...key, "idempotency-key": idempotencyKey });
  const quote = async (model: string, calls = 10) => {
    const body = { service: "llm", model, usage: { calls }, lock: true };
    return (await ask<QuoteAnswer>("POST /credits/estimate", { headers: key, body })).body;
  };
  const hold = (quoteId: string | undefined, model: string, idempotencyKey?: string) =>
    ask<{ id: string; amount: string }>("POST /credits/holds", {
      headers: keyed(idempotencyKey),
      body: { service: "llm", model, quote: quoteId },
    });
  const capture = (holdId: string, body: object, idempotencyKey?: string) =>
    ask<{ amount: string; absorbed: string }>(`POST /credits/holds/${holdId}/capture`, {
      headers: keyed(idempotencyKey),
      body,
    });
  return { user, key, quote, hold, capture };
}

const freshModel = () => `m-${newId()}`;

describe("a quote", () => {
  it("holds its ceiling, charges no more, and books the rest as absorbed", async () => {
    const model = freshModel();
    await setPrice(model, 2);
    const { user, quote, hold, capture } = await service();
    const { quote: made } = await quote(model, 10);
    expect(made).toMatchObject({ ceiling: "20", rate: `llm/${model}@1` });
    const held = await hold(made?.id, model);
    expect(held).toMatchObject({ status: 200, body: { amount: "20", model } });
    await setPrice(model, 100);
    const key = newId();
    const charged = { status: 200, body: { amount: "-20", absorbed: "6", shortfall: "0" } };
    expect(await capture(held.body.id, { usage: { calls: 13 } }, key)).toMatchObject(charged);
    expect(await capture(held.body.id, { usage: { calls: 13 } }, key)).toMatchObject(charged);
    const [entry] = await db()
      .database.read.select()
      .from(ledgerEntries)
      .where(and(eq(ledgerEntries.accountId, user.accountId), eq(ledgerEntries.kind, "capture")));
    expect(entry).toMatchObject({
      absorbed: parseCredits("6"),
      metadata: { rate: `llm/${model}@1`, quote: made?.id, usage: '{"calls":13}' },
    });
  });

  it("charges less where less was used, an amount up to the ceiling, or all of the hold", async () => {
    const model = freshModel();
    await setPrice(model, 1);
    const { quote, hold, capture } = await service();
    for (const [body, amount, absorbed] of [
      [{ usage: { calls: 3 } }, "-3", "0"],
      [{ amount: "12.5" }, "-10", "2.5"],
      [{ amount: "0" }, "0", "0"],
      [{}, "-10", "0"],
    ] as const) {
      const held = await hold((await quote(model)).quote?.id, model);
      expect((await capture(held.body.id, body)).body).toMatchObject({ amount, absorbed });
    }
  });

  it("is for one request: its retry gets the same hold, another is refused", async () => {
    const model = freshModel();
    await setPrice(model, 1);
    const { quote, hold } = await service();
    const { quote: made } = await quote(model);
    const key = newId();
    const first = await hold(made?.id, model, key);
    expect((await hold(made?.id, model, key)).body).toEqual(first.body);
    expect(await hold(made?.id, model)).toMatchObject({ status: 409, body: { code: "conflict" } });
  });

  it("stays good for a retry when the hold was refused for want of credits", async () => {
    const model = freshModel();
    await setPrice(model, 1);
    const { user, quote, hold } = await service(5);
    const { quote: made } = await quote(model);
    const key = newId();
    expect((await hold(made?.id, model, key)).status).toBe(402);
    await givenCredits(db(), user.accountId, 5);
    expect((await hold(made?.id, model, key)).status).toBe(200);
  });

  it("is refused for another model or service, after its time, and to another account as unknown", async () => {
    const model = freshModel();
    await setPrice(model, 1);
    const { quote, hold } = await service();
    const { quote: made } = await quote(model);
    const id = made?.id ?? "";
    expect((await hold(id, "other")).status).toBe(409);
    const other = await service();
    const [foreign, unknown] = [await other.hold(id, model), await other.hold(newId(), model)];
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    const { quote: late } = await quote(model);
    await db().asOwner(
      (owner) => owner`update quotes set expires_at = now() where id = ${late?.id ?? ""}`,
    );
    expect((await hold(late?.id, model)).status).toBe(409);
  });

  it("is null without lock and for what costs nothing, and needs the right to hold", async () => {
    const model = freshModel();
    await setPrice(model, 0);
    const { user, key, quote } = await service();
    expect(await quote(model)).toMatchObject({ amount: "0", quote: null });
    const body = { service: "llm", model, usage: { calls: 1 } };
    const estimate = await ask("POST /credits/estimate", { headers: key, body });
    expect(estimate.body).toMatchObject({ quote: null });
    const reader = await keyOf(db(), user, ["credits:read"]);
    const locked = { ...body, lock: true };
    const refused = await ask("POST /credits/estimate", { headers: reader, body: locked });
    expect(refused.status).toBe(403);
  });

  it("can't be claimed by metadata of the caller's own", async () => {
    const { key } = await service();
    const answer = await ask("POST /credits/holds", {
      headers: { ...key, "idempotency-key": newId() },
      body: { service: "llm", amount: "5", metadata: { quote: newId() } },
    });
    expect(answer.status).toBe(400);
  });
});

describe("quotes and prices that change in between", () => {
  const RUNS = 100 * testScale;

  it(
    `charge at most the ceiling, and charged + absorbed is what was used, in ${RUNS} interleavings`,
    async () => {
      const { user, quote, hold, capture } = await service(100_000_000);
      let absorbed = 0n;
      const request = fc.record({
        calls: fc.integer({ min: 1, max: 50 }),
        used: fc.integer({ min: 0, max: 100 }),
      });
      const changes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 });
      // Three steps of each of two requests, and the price changes, in any order.
      const orders = fc.array(fc.nat({ max: 2 }), { minLength: 10, maxLength: 10 });
      await fc.assert(
        fc.asyncProperty(request, request, changes, orders, async (one, other, prices, order) => {
          const model = freshModel();
          await setPrice(model, 7);
          const versions = [7];
          const running = [one, other].map((given) => runRequest(given, model, versions));
          const steps = [...running, changePrices(model, prices, versions)];
          for (const place of order) await steps[place]?.next();
          for (const step of running) while (!(await step.next()).done);
        }),
        { numRuns: RUNS, endOnFailure: true },
      );

      async function* changePrices(model: string, prices: readonly number[], versions: number[]) {
        for (const price of prices) {
          const { changed } = await setPrice(model, price);
          if (changed) versions.push(price);
          yield;
        }
      }

      async function* runRequest(
        { calls, used }: { calls: number; used: number },
        model: string,
        versions: readonly number[],
      ) {
        const { quote: made } = await quote(model, calls);
        const price = versions[Number(made?.rate.split("@")[1]) - 1] ?? 0;
        expect(made?.ceiling).toBe(String(calls * price));
        yield;
        const held = await hold(made?.id, model);
        yield;
        const captured = await capture(held.body.id, { usage: { calls: used } });
        const charged = -Number(captured.body.amount);
        expect(charged).toBeLessThanOrEqual(calls * price);
        expect(charged + Number(captured.body.absorbed)).toBe(used * price);
        absorbed += parseCredits(captured.body.absorbed);
      }

      const [sums] = await db()
        .database.read.select({
          absorbed: sql<string>`sum(${ledgerEntries.absorbed})`,
          captures: sql<number>`count(*)::int`,
        })
        .from(ledgerEntries)
        .where(and(eq(ledgerEntries.accountId, user.accountId), eq(ledgerEntries.kind, "capture")));
      // A capture of nothing has an entry, too: it ends the hold.
      expect(sums).toEqual({ absorbed: String(absorbed), captures: 2 * RUNS });
    },
    120_000 * testScale,
  );
});
