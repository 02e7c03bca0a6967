import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { grant, spend, transfer } from "@/dev/test/kits/ledger/commands";
import type { Command, Outcome } from "@/lib/ledger/commands";
import { commit } from "@/lib/ledger/commit";
import { readAccount } from "@/lib/ledger/read-account";
import { verifyLedger } from "@/lib/ledger/verify";
import { toDecimal } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { createLedgerLanes } from "./ledger-lanes";

const db = useTestDatabase();
/** Two, as in two processes: they share nothing but the database. */
const lanes = () => [createLedgerLanes(db().database), createLedgerLanes(db().database)];

async function newAccount(credits: number): Promise<string> {
  const account = newId();
  await db().database.transaction((tx) => commit(tx, [grant(account, credits)]));
  return account;
}

async function balanceOf(account: string) {
  return toDecimal((await readAccount(db().database.read, account)).balance);
}

function count(outcomes: readonly Outcome[]) {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const name = outcome.status === "refused" ? outcome.code : outcome.status;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Each command through one lane or the other, all at once. */
function race(commands: readonly Command[]): Promise<Outcome[]> {
  const both = lanes();
  return Promise.all(
    commands.map((command, index) => {
      const submit = both[index % 2];
      if (!submit) throw new Error("there are two lanes");
      return submit(command);
    }),
  );
}

const times = <Item>(length: number, make: (n: number) => Item) =>
  Array.from({ length }, (_, n) => make(n));

describe("the spending lane", () => {
  afterEach(async () => {
    expect((await verifyLedger(db().database)).fault).toBeUndefined();
  });

  it("lets exactly as many of 200 parallel spends succeed as there are credits", async () => {
    const account = await newAccount(100);
    const outcomes = await race(times(200, () => spend(account, 1)));
    expect(count(outcomes)).toEqual({ done: 100, insufficient_credits: 100 });
    expect(await balanceOf(account)).toBe("0");
  });

  it("writes one entry for a key that comes a hundred times at once, and answers all the same", async () => {
    const account = await newAccount(100);
    const outcomes = await race(times(100, () => spend(account, 7, { idempotencyKey: "one" })));
    expect(count(outcomes)).toEqual({ done: 1, replayed: 99 });
    const answers = outcomes.map(({ status, ...answer }) => ({ ...answer }));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await balanceOf(account)).toBe("93");
  });

  it("transfers in both directions at once without a deadlock or a lost credit", async () => {
    const [one, other] = [await newAccount(50), await newAccount(50)];
    const outcomes = await race(
      times(60, (n) => (n % 2 === 0 ? transfer(one, other, 1) : transfer(other, one, 1))),
    );
    expect(count(outcomes)).toEqual({ done: 60 });
    expect([await balanceOf(one), await balanceOf(other)]).toEqual(["50", "50"]);
  });

  it("waits for a locked account apart from all others, and refuses it as busy when it stays locked", async () => {
    const [stuck, free] = [await newAccount(10), await newAccount(10)];
    const submit = createLedgerLanes(db().database);
    await db().database.transaction(async (tx) => {
      await tx.execute(sql`select from credit_accounts where id = ${stuck} for update`);
      const waiting = submit(spend(stuck, 1));
      const others = await Promise.all(times(5, () => submit(spend(free, 1))));
      expect(count(others)).toEqual({ done: 5 });
      await expect(waiting).rejects.toMatchObject({ code: "busy" });
    });
    expect(await submit(spend(stuck, 1))).toMatchObject({ status: "done" });
  });

  it("refuses no spend as busy because grants of its account are under way", async () => {
    const accounts = await Promise.all(times(40, () => newAccount(100)));
    const submit = createLedgerLanes(db().database);
    const outcomes = await Promise.all(
      times(20, () => accounts)
        .flat()
        .flatMap((account) => [submit(grant(account, 1)), submit(spend(account, 1))]),
    );
    expect(count(outcomes)).toEqual({ done: 1_600 });
  });

  it("refuses all commands of an account that stays locked after one wait for its lock", async () => {
    const stuck = await newAccount(100);
    const submit = createLedgerLanes(db().database);
    await db().database.transaction(async (tx) => {
      await tx.execute(sql`select from credit_accounts where id = ${stuck} for update`);
      const beganMs = performance.now();
      const answers = await Promise.allSettled(times(60, () => submit(spend(stuck, 1))));
      const busyOnes = answers.filter(
        (answer) => answer.status === "rejected" && answer.reason.code === "busy",
      );
      expect(busyOnes).toHaveLength(60);
      // The first waits for 1.5 s, and all that came meanwhile for as long, together.
      expect(performance.now() - beganMs).toBeLessThan(4_500);
    });
  });

  it("refuses a command of an account that doesn't exist for want of credits", async () => {
    const [submit] = lanes();
    expect(await submit?.(spend(newId(), 1))).toMatchObject({ code: "insufficient_credits" });
  });

  it("enqueues the notice of a low balance with the spend that caused it", async () => {
    const account = await newAccount(150);
    await race([spend(account, 60)]);
    const jobs = await db().database.read.execute(
      sql`select from pgboss.job where name = 'low-balance' and data ->> 'accountId' = ${account}`,
    );
    expect(jobs).toHaveLength(1);
  });
});
