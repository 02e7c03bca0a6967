import { and, eq } from "drizzle-orm";
import type postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { creditLots, ledgerEntries } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/dev/test/database";
import { clawback, grant, purchase, spend } from "@/dev/test/kits/ledger/commands";
import { paymentOf } from "@/dev/test/kits/ledger/fold";
import { asSuperuser } from "@/dev/test/kits/ledger/superuser";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { commit } from "./commit";
import { hashEntry } from "./hash";
import { fromStoredEntry } from "./rows";
import { verifyLedger } from "./verify";

describe("verifyLedger", () => {
  let db: TestDatabase;
  /** In the order in which they are verified; the one in the middle is tampered with. */
  let accounts: [string, string, string];
  let victim: string;

  beforeEach(async () => {
    db = await createTestDatabase();
    accounts = [newId(), newId(), newId()];
    victim = accounts[1];
    for (const account of accounts) {
      await db.database.transaction((tx) =>
        commit(tx, [
          purchase(account, "pi_1", 100),
          grant(account, 20),
          spend(account, 50),
          clawback(account, "pi_1", 40),
        ]),
      );
    }
  });
  afterEach(() => db.drop());

  /** As somebody who may do everything: superuser, with triggers and foreign keys switched off. */
  async function tamper(work: (sql: postgres.Sql) => Promise<unknown>) {
    await asSuperuser(db, async (sql) => {
      await sql`set session_replication_role = replica`;
      await work(sql);
    });
    const { fault } = await verifyLedger(db.database);
    return fault;
  }

  async function entriesOf(account: string) {
    const rows = await db.database.read
      .select()
      .from(ledgerEntries)
      .where(eq(ledgerEntries.accountId, account))
      .orderBy(ledgerEntries.seq);
    return rows.map(fromStoredEntry);
  }

  it("reports what it verified when all is sound", async () => {
    const seen: [number, number][] = [];
    const report = await verifyLedger(db.database, {
      onProgress: (verified, total) => seen.push([verified, total]),
    });
    expect(report).toMatchObject({
      fault: undefined,
      accounts: 3,
      entries: 12,
      balance: wholeCredits(90),
    });
    expect(seen.at(-1)).toEqual([12, 12]);
  });

  it("finds an edited amount", async () => {
    const fault = await tamper(
      (sql) =>
        sql`update ledger_entries set amount = 200000000 where account_id = ${victim} and seq = 1`,
    );
    expect(fault).toMatchObject({ accountId: victim, seq: 1, invariant: "I1" });
    expect(fault?.sentence).toBe(
      `I1 is broken at entry 1 of account ${victim}: 0 + 200 is 200, but the entry says 100.`,
    );
  });

  it("finds an edited reason, actor, source, metadata, allocation or moment", async () => {
    for (const edit of [
      "reason = 'x'",
      "key = 'x'",
      "command_digest = sha256('x')",
      "actor = 'x'",
      "source_id = 'x'",
      `metadata = '{"a":"b"}'`,
      "created_at = created_at + interval '1 ms'",
      "contra = 'breakage'",
    ]) {
      const row = `where account_id = '${victim}' and seq = 2`;
      await asSuperuser(db, (sql) =>
        sql.unsafe(`create table kept as select * from ledger_entries ${row}`),
      );
      const fault = await tamper((sql) => sql.unsafe(`update ledger_entries set ${edit} ${row}`));
      expect(fault, edit).toMatchObject({ accountId: victim, seq: 2, invariant: "I5" });
      const restored = await tamper((sql) =>
        sql.unsafe(
          `delete from ledger_entries ${row}; insert into ledger_entries select * from kept; drop table kept`,
        ),
      );
      expect(restored).toBeUndefined();
    }
  });

  it("finds an amount that was edited together with everything that follows from it", async () => {
    const fault = await tamper(async (sql) => {
      await sql`update ledger_entries set amount = amount + 1, amounts = array[amounts[1] + 1] where account_id = ${victim} and seq = 1`;
      await sql`update ledger_entries set balance_after = balance_after + 1 where account_id = ${victim}`;
      await sql`update credit_accounts set balance = balance + 1, lot_sum = lot_sum + 1 where id = ${victim}`;
      await sql`update credit_lots set granted = granted + 1, remaining = remaining + 1 where account_id = ${victim} and kind = 'paid'`;
    });
    expect(fault).toMatchObject({ accountId: victim, seq: 1, invariant: "I5" });
  });

  it("finds a cut tail", async () => {
    const fault = await tamper(
      (sql) => sql`delete from ledger_entries where account_id = ${victim} and seq = 4`,
    );
    expect(fault).toMatchObject({ accountId: victim, seq: 3, invariant: "I1" });
    expect(fault?.sentence).toContain("the account counts 4 entries, but there are 3");
  });

  it("finds a cut tail by the hash, when the account was made to fit", async () => {
    const fault = await tamper(async (sql) => {
      await sql`delete from ledger_entries where account_id = ${victim} and seq = 4`;
      await sql`update credit_accounts set entry_seq = 3, balance = 70000000, lot_sum = 70000000 where id = ${victim}`;
    });
    expect(fault).toMatchObject({ accountId: victim, seq: 3, invariant: "I5" });
  });

  it("finds a gap", async () => {
    const fault = await tamper(
      (sql) => sql`delete from ledger_entries where account_id = ${victim} and seq = 2`,
    );
    expect(fault).toMatchObject({ accountId: victim, seq: 2, invariant: "I1" });
    expect(fault?.sentence).toContain("the entry is missing, the next one is 3");
  });

  it("finds an edit whose hash was made to fit, by the entry that follows", async () => {
    const [first, second] = await entriesOf(victim);
    if (!first || !second) throw new Error("the account has four entries");
    const reason = "Another reason";
    const edited = { ...second, reason };
    const made = await db.database.read
      .select()
      .from(creditLots)
      .where(and(eq(creditLots.accountId, victim), eq(creditLots.entrySeq, 2)));
    const fault = await tamper(
      (sql) => sql`update ledger_entries
        set reason = ${reason}, hash = decode(${hashEntry(first.hash, edited, made)}, 'hex')
        where account_id = ${victim} and seq = 2`,
    );
    expect(fault).toMatchObject({ accountId: victim, seq: 3, invariant: "I5" });
  });

  it("finds a wrong balance", async () => {
    const fault = await tamper(
      (sql) => sql`update credit_accounts set balance = 31, lot_sum = 31 where id = ${victim}`,
    );
    expect(fault).toMatchObject({ accountId: victim, seq: 4, invariant: "I1" });
  });

  it("finds held credits that no entry holds", async () => {
    const fault = await tamper(
      (sql) => sql`update credit_accounts set held = 1 where id = ${victim}`,
    );
    expect(fault).toMatchObject({ accountId: victim, invariant: "I1" });
  });

  it("finds changed terms of a lot", async () => {
    for (const edit of [
      "kind = 'paid'",
      "priority = 7",
      "expires_at = now() + interval '1 year'",
      "expires_at = null, source_id = 'x'",
      "created_at = created_at + interval '1 ms'",
    ]) {
      const lot = `where account_id = '${victim}' and source_type = 'promotion'`;
      await asSuperuser(db, (sql) =>
        sql.unsafe(`create table kept as select * from credit_lots ${lot}`),
      );
      const fault = await tamper((sql) => sql.unsafe(`update credit_lots set ${edit} ${lot}`));
      expect(fault, edit).toMatchObject({ accountId: victim, seq: 2, invariant: "I5" });
      const restored = await tamper((sql) =>
        sql.unsafe(
          `delete from credit_lots where account_id = '${victim}' and id = (select id from kept); insert into credit_lots select * from kept; drop table kept`,
        ),
      );
      expect(restored).toBeUndefined();
    }
  });

  it("finds a lot that drifted, also when the sum is right", async () => {
    const fault = await tamper(async (sql) => {
      await sql`update credit_lots set remaining = remaining - 1 where account_id = ${victim} and kind = 'paid'`;
      await sql`update credit_lots set remaining = remaining + 1, open = true where account_id = ${victim} and kind = 'promotional'`;
    });
    expect(fault).toMatchObject({ accountId: victim, invariant: "I3" });
  });

  it("finds a lot that is gone", async () => {
    const fault = await tamper(
      (sql) => sql`delete from credit_lots where account_id = ${victim} and kind = 'promotional'`,
    );
    expect(fault).toMatchObject({ accountId: victim, invariant: "I3" });
  });

  it("finds a second purchase of one payment", async () => {
    await db.database.transaction((tx) => commit(tx, [purchase(victim, "pi_second", 100)]));
    const fault = await tamper(async (sql) => {
      await sql`drop index ledger_entries_one_purchase_per_payment`;
      await sql`update ledger_entries set source_id = ${paymentOf(victim, "pi_1")} where account_id = ${victim} and seq = 5`;
    });
    expect(fault).toMatchObject({ accountId: victim, seq: 5, invariant: "I4" });
  });

  it("finds more taken back than was granted", async () => {
    const fault = await tamper(
      (sql) =>
        sql`update ledger_entries set source_id = 'pi_never' where account_id = ${victim} and seq = 4`,
    );
    expect(fault).toMatchObject({ accountId: victim, seq: 4, invariant: "I4" });
  });

  it("finds rows of an account that is gone, in the middle and at the end", async () => {
    const last = accounts[2];
    const atTheEnd = await tamper((sql) => sql`delete from credit_accounts where id = ${last}`);
    expect(atTheEnd).toMatchObject({ accountId: last, invariant: "I1" });
    const inTheMiddle = await tamper(
      (sql) => sql`delete from credit_accounts where id = ${victim}`,
    );
    expect(inTheMiddle).toMatchObject({ accountId: victim, invariant: "I1" });
  });

  it("reads page after page of a long history", async () => {
    for (let batch = 0; batch < 5; batch += 1) {
      await db.database.transaction((tx) =>
        commit(
          tx,
          Array.from({ length: 450 }, () => grant(victim, 1)),
        ),
      );
    }
    expect(await verifyLedger(db.database)).toMatchObject({ fault: undefined, entries: 2_262 });
    const fault = await tamper(
      (sql) =>
        sql`update ledger_entries set reason = 'x' where account_id = ${victim} and seq = 2200`,
    );
    expect(fault).toMatchObject({ accountId: victim, seq: 2_200, invariant: "I5" });
  });
});
