import { count, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { creditAccounts, ledgerEntries, purchases, stripeEvents } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { verifyLedger } from "@/lib/ledger/verify";
import { copyLine } from "./copy-text";
import { makeHistory } from "./history";
import { seedLarge } from "./seed";

const db = useTestDatabase();
const now = Date.now();
const era = {
  ...{ accounts: 2_500, entriesPerAccount: 4 },
  startsAt: new Date(now - 365 * 86_400_000),
  endsAt: new Date(now),
};
const progress: number[] = [];

const seed = () =>
  seedLarge({
    ...{ databaseUrl: db().ownerUrl, era, workers: 2 },
    onProgress: (done) => progress.push(done),
  });

beforeAll(seed, 60_000);

async function countRows(table: typeof creditAccounts | typeof ledgerEntries) {
  const [row] = await db().database.read.select({ count: count() }).from(table);
  return row?.count;
}

describe("a database that was seeded", () => {
  it("has as many accounts, entries, purchases and events as asked for", async () => {
    expect(await countRows(creditAccounts)).toBe(2_500);
    expect(await countRows(ledgerEntries)).toBe(10_000);
    const [paid] = await db().database.read.select({ count: count() }).from(purchases);
    const [events] = await db().database.read.select({ count: count() }).from(stripeEvents);
    expect([paid?.count, events?.count]).toEqual([2_500, 2_500]);
    expect(progress.toSorted((a, b) => a - b)).toEqual(progress);
    expect(progress.at(-1)).toBe(2_500);
  });

  it("has a sound ledger: hashes, keys, lots, balances, and a purchase for each payment", async () => {
    expect(await verifyLedger(db().database)).toMatchObject({
      ...{ accounts: 2_500, entries: 10_000, fault: undefined },
    });
  });

  it("is not seeded twice", async () => {
    await expect(seed()).rejects.toThrow("seeded before");
    expect(await countRows(creditAccounts)).toBe(2_500);
  });

  it("has no entry in the future, and ids in the order of time", async () => {
    const [late] = await db()
      .database.read.select({ count: count() })
      .from(ledgerEntries)
      .where(sql`${ledgerEntries.createdAt} > now()`);
    expect(late?.count).toBe(0);
    const [early, later] = [makeHistory(1, era), makeHistory(2_000, era)];
    expect(early.purchase.id < later.purchase.id).toBe(true);
  });
});

it("a value of a row is text that COPY reads back as the same value", () => {
  expect(copyLine(["a\tb\\c\nd", null, 1n, true, Buffer.from([255, 0]), ["x", "y"], []])).toBe(
    "a\\tb\\\\c\\nd\t\\N\t1\tt\t\\\\xff00\t{x,y}\t{}\n",
  );
});
