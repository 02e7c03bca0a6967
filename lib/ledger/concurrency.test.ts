import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { clawback, purchase, spend } from "@/dev/test/kits/ledger/commands";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import type { Command } from "./commands";
import { commit } from "./commit";
import { verifyLedger } from "./verify";

const db = useTestDatabase({ poolSize: 20 });

function run(commands: readonly Command[]) {
  return db().database.transaction((tx) => commit(tx, commands));
}

/** Each command in a transaction of its own, all at once. */
async function race(commands: readonly Command[]) {
  return (await Promise.all(commands.map((command) => run([command])))).flat();
}

describe("commit, under contention", () => {
  afterEach(async () => {
    expect((await verifyLedger(db().database)).fault).toBeUndefined();
  });

  it("credits a payment once, however many report it at once ", async () => {
    const account = newId();
    const outcomes = await race(
      times(50, (n) => purchase(account, "pi_once", 1000, { reason: `event ${n}` })),
    );
    expect(countOf(outcomes)).toEqual({ done: 1, replayed: 49 });
    expect(await stateOf(account)).toEqual({ balance: wholeCredits(1000), entries: 1 });
  });

  it("adds up fifty purchases of one person that complete at once", async () => {
    const account = newId();
    await race(times(50, (n) => purchase(account, `pi_${n}`, n + 1)));
    expect(await stateOf(account)).toEqual({ balance: wholeCredits(1275), entries: 50 });
  });

  it("never waits in a circle: overlapping batches over old and new accounts, in any order", async () => {
    for (let round = 0; round < 5; round += 1) {
      const accounts = times(20, () => newId());
      const known = accounts.filter((_, index) => index % 2 === 0);
      await run(known.map((account) => purchase(account, `pi_old_${round}`, 1)));
      const batches = times(30, (n) =>
        shuffle(accounts)
          .slice(0, 12)
          .map((account) => purchase(account, `pi_${round}_${n}`, 1)),
      );
      // A deadlock would be broken by PostgreSQL and run anew, so it shows as a second try.
      let tries = 0;
      const commitBatch = (batch: readonly Command[]) =>
        db().database.transaction((tx) => {
          tries += 1;
          return commit(tx, batch);
        });
      await Promise.all(batches.map(commitBatch));
      expect(tries).toBe(batches.length);
    }
  });

  it("lets exactly as many spend as there are credits", async () => {
    const account = newId();
    await run([purchase(account, "pi_race", 50)]);
    const outcomes = await race(times(100, () => spend(account, 1)));
    expect(countOf(outcomes)).toEqual({ done: 50, insufficient_credits: 50 });
    expect(await stateOf(account)).toEqual({ balance: wholeCredits(0), entries: 51 });
  });

  it("has one effect per key, and tells everybody the same", async () => {
    const account = newId();
    await run([purchase(account, "pi_key", 50)]);
    const outcomes = await race(times(30, () => spend(account, 7, { idempotencyKey: "one key" })));
    expect(countOf(outcomes)).toEqual({ done: 1, replayed: 29 });
    const answers = outcomes.map((outcome) => ({ ...outcome, status: "told" }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer, asText))).size).toBe(1);
    expect(await stateOf(account)).toEqual({ balance: wholeCredits(43), entries: 2 });
  });

  it("takes back once what many report as refunded at once", async () => {
    const account = newId();
    await run([purchase(account, "pi_back", 100)]);
    await race(times(30, (n) => clawback(account, "pi_back", n % 3 === 0 ? 100 : 40)));
    await run([clawback(account, "pi_back", 40)]);
    expect(await stateOf(account)).toMatchObject({ balance: wholeCredits(60) });
  });
});

async function stateOf(account: string) {
  const [row] = await db().database.read.execute<{ balance: string; entries: number }>(
    sql`select balance, (select count(*)::int from ledger_entries where account_id = id) as entries from credit_accounts where id = ${account}`,
  );
  return { balance: BigInt(row?.balance ?? 0), entries: row?.entries };
}

function countOf(outcomes: Awaited<ReturnType<typeof commit>>) {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const name = outcome.status === "refused" ? outcome.code : outcome.status;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function times<Item>(count: number, make: (n: number) => Item): Item[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

function shuffle<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function asText(_: string, value: unknown) {
  return typeof value === "bigint" ? String(value) : value;
}
