import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { grant, reverse, spend } from "@/dev/test/kits/ledger/commands";
import type { Command } from "@/lib/ledger/commands";
import { commit } from "@/lib/ledger/commit";
import { refreshReports } from "@/lib/reports/refresh-reports";
import { toDecimal } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { readUsageBy, readUsageOverTime, type UsageRow } from "./read-usage";

const DAY_MS = 24 * 60 * 60 * 1000;
const db = useTestDatabase();
const now = new Date();
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);

/** An account that used credits on several days, today included, and had some given back. */
async function stage() {
  const account = newId();
  const run = (days: number, ...commands: Command[]) =>
    db().database.transaction((tx) => commit(tx, commands, { at: daysAgo(days) }));
  const used = (credits: number, service: string, model: string) =>
    spend(account, credits, { source: { type: "service", id: service }, metadata: { model } });
  await run(20, grant(account, 1000), used(10, "chat", "small"), used(5, "image", "large"));
  await run(10, used(20, "chat", "large"), reverse(account, 2));
  await run(3, used(1, "chat", "small"), used(2, "chat", "small"));
  await run(0, used(7, "chat", "large"), used(4, "image", "large"));
  // What is dated back is news to summaries only when they are computed from the start.
  await db().asOwner((owner) => owner`delete from account_totals`);
  return account;
}

const shortOf = (rows: readonly UsageRow[]) =>
  rows.map(({ name, credits, requests }) => [name, toDecimal(credits), requests]);

describe("the usage of an account", () => {
  it("is the same from entries alone and with summaries of the days that are over", async () => {
    const account = await stage();
    const read = db().database.read;
    const readAll = async () => {
      const periods = [daysAgo(30), daysAgo(20), daysAgo(12), daysAgo(1)].flatMap((from) =>
        [now, new Date(now.getTime() + 1000), daysAgo(2.5), daysAgo(9)].map((to) => ({
          ...{ accountId: account, from, to },
        })),
      );
      const valid = periods.filter(({ from, to }) => from < to);
      return Promise.all(
        valid.flatMap((period) => [
          readUsageBy(read, period, "service"),
          readUsageBy(read, period, "model"),
          readUsageOverTime(read, period, "hour"),
          readUsageOverTime(read, period, "day"),
          readUsageOverTime(read, period, "month"),
        ]),
      );
    };
    const fromEntries = await readAll();
    await refreshReports(db().database);
    const withSummaries = await readAll();
    expect(withSummaries.map(shortOf)).toEqual(fromEntries.map(shortOf));
  });

  it("holds today's at once, and what was reversed counts for what it was used for", async () => {
    const account = await stage();
    await refreshReports(db().database, () => new Date(Date.now() + 60_000));
    const period = { accountId: account, from: daysAgo(30), to: new Date(Date.now() + 1000) };
    expect(shortOf(await readUsageBy(db().database.read, period, "service"))).toEqual([
      ["chat", "30", 5],
      ["image", "9", 2],
    ]);
    expect(shortOf(await readUsageBy(db().database.read, period, "model"))).toEqual([
      ["large", "36", 4],
      ["small", "3", 3],
    ]);
  });

  it("of days that are over is read from the summaries", async () => {
    const account = await stage();
    await refreshReports(db().database, () => new Date(Date.now() + 120_000));
    await db().database.read.execute(sql`delete from daily_usage where account_id = ${account}`);
    const period = { accountId: account, from: daysAgo(30), to: new Date(Date.now() + 1000) };
    expect(shortOf(await readUsageBy(db().database.read, period, "service"))).toEqual([
      ["chat", "7", 1],
      ["image", "4", 1],
    ]);
  });
});
