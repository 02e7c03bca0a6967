import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Database } from "@/db/client";
import { useTestDatabase } from "@/dev/test/database";
import { clawback, grant, purchase, spend } from "@/dev/test/kits/ledger/commands";
import type { Command } from "@/lib/ledger/commands";
import { newId } from "@/lib/shared/ids";
import { commitCredits } from "./commit-credits";

/** The threshold of the tests is 100 credits. */
describe("the notice of a low balance", () => {
  const db = useTestDatabase();
  const run = (...commands: Command[]) =>
    db().database.transaction((tx) => commitCredits(tx, commands));

  it("comes once per crossing, and again only after the balance was above in between", async () => {
    const account = newId();
    await run(purchase(account, newId(), 1000));
    expect(await seqsOf(db().database, account)).toEqual([]);
    await run(spend(account, 900));
    expect(await seqsOf(db().database, account)).toEqual([]); // 100 isn't below 100
    await run(spend(account, 1));
    expect(await seqsOf(db().database, account)).toEqual([3]);
    await run(spend(account, 9));
    await run(grant(account, 5));
    await run(spend(account, 5));
    expect(await seqsOf(db().database, account)).toEqual([3]);
    await run(grant(account, 10));
    await run(spend(account, 1));
    expect(await seqsOf(db().database, account)).toEqual([3, 8]);
  });

  it("comes once when a request is repeated, and not for one that is refused", async () => {
    const account = newId();
    await run(purchase(account, newId(), 150));
    const request = spend(account, 100);
    await Promise.all(Array.from({ length: 6 }, () => run(request)));
    await run(spend(account, 5000));
    expect(await seqsOf(db().database, account)).toEqual([2]);
  });

  it("looks at what a commit comes to, not at its steps", async () => {
    const [falling, dipping] = [newId(), newId()];
    await run(purchase(falling, newId(), 500), purchase(dipping, newId(), 500));
    await run(spend(falling, 300), spend(dipping, 450), spend(falling, 150), grant(dipping, 100));
    expect(await seqsOf(db().database, falling)).toEqual([3]);
    expect(await seqsOf(db().database, dipping)).toEqual([]);
  });

  it("comes when money goes back too, even into debt", async () => {
    const account = newId();
    const payment = newId();
    await run(purchase(account, payment, 1000));
    await run(spend(account, 800));
    await run(clawback(account, payment, 1000));
    expect(await seqsOf(db().database, account)).toEqual([3]);
  });

  it("never comes of what was rolled back", async () => {
    const account = newId();
    await run(purchase(account, newId(), 150));
    const failing = db().database.transaction(async (tx) => {
      await commitCredits(tx, [spend(account, 100)]);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await seqsOf(db().database, account)).toEqual([]);
  });
});

async function seqsOf(database: Database, accountId: string): Promise<number[]> {
  const rows = await database.read.execute<{ seq: number }>(sql`
    select (data ->> 'seq')::int as seq from pgboss.job
    where name = 'low-balance' and data ->> 'accountId' = ${accountId} order by 1
  `);
  return [...rows].map(({ seq }) => seq);
}
