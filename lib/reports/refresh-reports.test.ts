import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { type dailyCredits, dailySales, type dailyUsage } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { aRefund } from "@/dev/test/kits/billing/payment-updates";
import { givenPurchase, paidUpdates } from "@/dev/test/kits/billing/purchases";
import { keyOf } from "@/lib/purchases/purchase";
import { recordPaymentUpdates } from "@/lib/purchases/record-payment-updates";
import { systemClock } from "@/lib/shared/clock";
import { fromMicro, wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { commitCredits } from "@/lib/spending/commit-credits";
import { lastDays, startOfInterval } from "./day-range";
import { listDailySales, readAccountTotals, readCreditFlow } from "./read-overview";
import { listQuantities } from "./read-quantities";

import { listUsage, readDaysLeft } from "./read-usage";
import { refreshReports } from "./refresh-reports";

describe("the summaries", () => {
  const db = useTestDatabase();
  /** Late enough that no pause is in the way. */
  const later = (minutes: number) => () => new Date(Date.now() + minutes * 60_000);
  const range = () => lastDays(3, new Date());

  async function buy() {
    const { database } = db();
    const purchase = await givenPurchase(database);
    await database.transaction((tx) =>
      recordPaymentUpdates(
        tx,
        [{ key: keyOf(purchase), updates: paidUpdates(purchase) }],
        systemClock,
      ),
    );
    return purchase;
  }

  function spend(accountId: string, credits: number, model: string) {
    return db().database.transaction((tx) =>
      commitCredits(tx, [
        {
          ...{ kind: "spend", accountId, credits: wholeCredits(credits) },
          ...{ idempotencyKey: newId(), actor: "key", reason: "Answers" },
          source: { type: "service", id: "chat" },
          metadata: { service: "chat", model },
        },
      ]),
    );
  }

  it("equal what the ledger and the purchases say, also after more happened and when repeated", async () => {
    const { database } = db();
    const purchase = await buy();
    const { accountId, id } = purchase;
    await spend(accountId, 300, "large");
    await refreshReports(database, later(1));
    await spend(accountId, 100, "small");
    const refund = aRefund("re_1", 500, "succeeded", `pi_${id}`);
    await database.transaction((tx) =>
      recordPaymentUpdates(
        tx,
        [{ key: keyOf(purchase), updates: [{ ...refund, createdAt: new Date() }] }],
        systemClock,
      ),
    );
    await buy();
    for (const minutes of [10, 20]) {
      await refreshReports(database, later(minutes));
      const flow = await readCreditFlow(database.read, range());
      expect(flow).toEqual({
        ...{ sold: wholeCredits(2_000), granted: 0n, spent: wholeCredits(400) },
        ...{ expired: 0n, removed: wholeCredits(500) },
      });
      const [day] = await listDailySales(database.read, range());
      expect(day).toMatchObject({
        ...{ packCode: "starter", currency: "usd", purchases: 2, firstPurchases: 2 },
        ...{ paidMinor: 2_000, refundedMinor: 500 },
      });
      const usage = await listUsage(database.read, {
        ...{ accountId, range: range(), by: "model", interval: "day" },
      });
      expect(usage.map(({ group, credits }) => [group, credits])).toEqual([
        ["large", wholeCredits(300)],
        ["small", wholeCredits(100)],
      ]);
      for (const interval of ["week", "month"] as const) {
        const [first] = await listUsage(database.read, {
          ...{ accountId, range: range(), by: "service", interval },
        });
        expect(first).toMatchObject({
          start: startOfInterval(range().to, interval),
          credits: wholeCredits(400),
        });
      }
      const totals = await readAccountTotals(database.read);
      expect(totals).toMatchObject({
        active: 1,
        newBuyers: 2,
        returningBuyers: 0,
        inDebt: 0,
        outstanding: wholeCredits(1_100),
        owed: 0n,
      });
      expect(Number(totals?.byAge.days30)).toBeGreaterThan(0);
    }
    const left = { id: accountId, available: wholeCredits(100) };
    expect(await readDaysLeft(database.read, left, new Date())).toBe(1);
    const idle = { id: newId(), available: fromMicro(5n) };
    expect(await readDaysLeft(database.read, idle, new Date())).toBeUndefined();
  });

  it("are refreshed by many at once without an error or a double count", async () => {
    const { database } = db();
    await buy();
    await Promise.all(Array.from({ length: 5 }, () => refreshReports(database, later(60))));
    const count = async (table: typeof dailyCredits | typeof dailySales | typeof dailyUsage) =>
      (await database.read.select({ count: sql<number>`count(*)::int` }).from(table))[0]?.count;
    expect(await count(dailySales)).toBe(1);
  });

  it("count what rates priced, and leave out what only looks like it", async () => {
    const { accountId } = await buy();
    const spendWith = (metadata: Record<string, string>) =>
      db().database.transaction((tx) =>
        commitCredits(tx, [
          {
            ...{ kind: "spend", accountId, credits: wholeCredits(5), metadata },
            ...{ idempotencyKey: newId(), actor: "key", reason: "Answers" },
            source: { type: "service", id: "priced" },
          },
        ]),
      );
    const rate = "priced/org/large@12";
    await spendWith({ rate, usage: '{"input_tokens":1200,"seconds":"1.5"}' });
    await spendWith({ rate, usage: '{"input_tokens":300}' });
    for (const usage of ["{", '{"a":1e9}', '{"a":"x"}', '{"a":1,}', "[1]"]) {
      await spendWith({ rate, usage });
    }
    await spendWith({ rate: "other/large@1", usage: '{"calls":1}' });
    await refreshReports(db().database, later(100));
    const rows = await listQuantities(
      db().database.read,
      { service: "priced", model: "org/large" },
      range(),
    );
    expect(rows).toMatchObject([
      {
        requests: 2,
        credits: wholeCredits(10),
        quantities: { input_tokens: "1500", seconds: "1.5" },
      },
    ]);
  });
});
