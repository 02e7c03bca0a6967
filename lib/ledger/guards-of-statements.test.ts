import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { purchase, spend } from "@/dev/test/kits/ledger/commands";
import { handmadeEntry } from "@/dev/test/kits/ledger/handmade-entry";
import { newId } from "@/lib/shared/ids";
import { commit } from "./commit";

/**
 * Entries, accounts and lots are compared when the statement ends that writes them: plain SQL must
 * not get around that by writing them apart, in another order, or beside others that are right.
 */
describe("guards of the ledger, when a statement ends,", () => {
  const db = useTestDatabase();
  let sql: postgres.Sql;
  let account: string;

  beforeAll(() => {
    sql = postgres(db().ownerUrl, { max: 1, onnotice: () => {} });
  });
  afterAll(() => sql.end());
  beforeEach(async () => {
    account = newId();
    await db().database.transaction((tx) =>
      commit(tx, [purchase(account, "pi_1", 100), spend(account, 30)]),
    );
  });

  /** An entry such as the account's next, in as many ways wrong as told. */
  function insertEntry(wrong: Record<string, string | number> = {}, on: postgres.ISql = sql) {
    return on`insert into ledger_entries ${sql(handmadeEntry(account, wrong))}`;
  }

  /** The account as the entry of `insertEntry` leaves it. */
  const moveAccount = (on: postgres.ISql = sql) =>
    on`update credit_accounts set balance = 80000000, lot_sum = 80000000, entry_seq = 3,
      head_hash = ${Buffer.alloc(32)} where id = ${account}`;

  describe("I1: compare an entry and its account when a statement ends", () => {
    /** Both in one statement, as the ledger writes them. */
    const writeBoth = (
      wrong: Record<string, string | number> = {},
      extra: postgres.Fragment = sql``,
    ) => sql`with moved as (${moveAccount()}) ${extra} ${insertEntry(wrong)}`;

    it("and so take both at once", async () => {
      await writeBoth();
      const [row] = await sql`select entry_seq from credit_accounts where id = ${account}`;
      expect(row).toMatchObject({ entry_seq: "3" });
    });

    it("and refuse them in two statements of one transaction, whichever comes first", async () => {
      const writes = [(on: postgres.ISql) => insertEntry({}, on), moveAccount];
      for (const inOrder of [writes, writes.toReversed()]) {
        const both = sql.begin(async (tx) => {
          for (const write of inOrder) await write(tx);
        });
        await expect(both).rejects.toMatchObject({ message: expect.stringContaining("I1") });
      }
    });

    it("and refuse both when they differ, or skip a number", async () => {
      const wrongs: Record<string, string | number>[] = [
        { amount: 20_000_000, balance_after: 90_000_000 },
        { seq: 4 },
        {
          kind: "hold",
          hold_id: newId(),
          amount: 0,
          balance_after: 70_000_000,
          held_delta: 1,
          held_after: 1,
        },
      ];
      for (const wrong of wrongs) {
        await expect(writeBoth(wrong)).rejects.toMatchObject({
          message: expect.stringContaining("I1"),
        });
      }
    });

    it("and refuse another account that moves beside them without an entry", async () => {
      const other = newId();
      await db().database.transaction((tx) => commit(tx, [purchase(other, "pi_2", 5)]));
      const beside = sql`, beside as (
        update credit_accounts set balance = 6, lot_sum = 6 where id = ${other})`;
      await expect(writeBoth({}, beside)).rejects.toMatchObject({
        message: expect.stringMatching(`I1: account ${other} .* differs from its last entry`),
      });
    });

    it("and refuse an account that is set back to an entry before its last", async () => {
      await expect(sql`
        update credit_accounts account set balance = entry.balance_after, held = entry.held_after,
          lot_sum = entry.balance_after, entry_seq = entry.seq, head_hash = entry.hash
        from ledger_entries entry
        where account.id = ${account} and entry.account_id = account.id and entry.seq = 1
      `).rejects.toMatchObject({ message: expect.stringContaining("I1") });
    });
  });

  it("I3: refuse a lot that changes before its entry, or beside the entry of another account", async () => {
    const other = newId();
    await db().database.transaction((tx) => commit(tx, [purchase(other, "pi_2", 5)]));
    const useLot = (on: postgres.ISql, id: string) =>
      on`update credit_lots set remaining = 1 where account_id = ${id}`;
    await expect(
      sql.begin(async (tx) => {
        await useLot(tx, account);
        await tx`with moved as (${moveAccount(tx)}) ${insertEntry({}, tx)}`;
      }),
    ).rejects.toMatchObject({ message: expect.stringContaining("I3") });
    await expect(
      sql`with moved as (${moveAccount()}), used as (${useLot(sql, other)}) ${insertEntry()}`,
    ).rejects.toMatchObject({ message: expect.stringContaining(`of account ${other}`) });
  });
});
