import type postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/dev/test/database";
import { grant, spend } from "@/dev/test/kits/ledger/commands";
import { asSuperuser } from "@/dev/test/kits/ledger/superuser";
import { cutTail } from "@/dev/test/kits/ledger/tamper";
import { recordAudit } from "@/lib/audit/record-audit";
import { commit } from "@/lib/ledger/commit";
import { newId } from "@/lib/shared/ids";
import { GUARDS } from "./guards";
import { type SealKeys, toSealKeys } from "./seal-key";
import { sealLedger } from "./seal-ledger";
import { readLastSeal } from "./seals";
import { verifyLedgerAndPurchases } from "./verify";

const KEYS = toSealKeys(["the-seal-key-of-the-tests-0123456789"]);

const LATE = { source: { type: "promotion", id: "late" } };

describe("a sealed ledger", () => {
  let db: TestDatabase;
  let victim: string;

  beforeEach(async () => {
    db = await createTestDatabase();
    const accounts = [newId(), newId(), newId()];
    victim = accounts[1] ?? "";
    for (const account of accounts) {
      await write(grant(account, 100), grant(account, 20, LATE), spend(account, 50));
    }
  });
  afterEach(() => db.drop());

  const write = (...commands: Parameters<typeof commit>[1]) =>
    db.database.transaction((tx) => commit(tx, [...commands]));
  const seal = (keys: SealKeys = KEYS) => sealLedger(db.database, keys, { marginMs: 0 });
  const verify = (options = {}, keys: SealKeys = KEYS) =>
    verifyLedgerAndPurchases(db.database, keys, options);

  /** As somebody who may do everything in the database, and doesn't have the key. */
  async function tamper(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
    await asSuperuser(db, async (sql) => {
      await sql`set session_replication_role = replica`;
      await work(sql);
    });
  }

  it("is sound, and a second seal is made only where something is new", async () => {
    expect(await seal()).toBe(1);
    expect(await seal()).toBe(0);
    expect(await verify()).toMatchObject({ faults: [], accounts: 3, replayed: 3, seals: 1 });
    await write(spend(victim, 1));
    expect(await seal()).toBe(1);
    expect(await verify()).toMatchObject({ faults: [], accounts: 3, replayed: 1, seals: 2 });
    expect(await verify({ full: true })).toMatchObject({ faults: [], replayed: 3 });
  });

  it("shows a tail that was cut, which without seals nothing can see", async () => {
    await write(grant(victim, 30, { source: { type: "promotion", id: newId() } }));
    await tamper((sql) => cutTail(sql, victim));
    expect((await verify()).faults).toEqual([]);
    await write(grant(victim, 30, { source: { type: "promotion", id: newId() } }));
    await seal();
    await verify();
    await tamper((sql) => cutTail(sql, victim));
    expect((await verify()).faults).toEqual([
      `Entry 4 of account ${victim} is missing: it was sealed, and the account ends at entry 3.`,
    ]);
  });

  it("shows a tail that was cut although its sealed head was put back too", async () => {
    await seal();
    const [kept] = await asSuperuser(
      db,
      (sql) => sql`select * from ledger_heads where account_id = ${victim}`,
    );
    await write(grant(victim, 30, { source: { type: "promotion", id: newId() } }));
    await seal();
    await tamper(async (sql) => {
      await cutTail(sql, victim);
      await sql`update ledger_heads set ${sql(kept ?? {})} where account_id = ${victim}`;
    });
    expect((await verify()).faults).toEqual([expect.stringContaining("put back")]);
  });

  it("shows an account that was removed with everything that belonged to it", async () => {
    await seal();
    await tamper(async (sql) => {
      await sql`delete from credit_lots where account_id = ${victim}`;
      await sql`delete from ledger_entries where account_id = ${victim}`;
      await sql`delete from credit_accounts where id = ${victim}`;
    });
    expect((await verify()).faults).toEqual([
      `Account ${victim} doesn't exist, but was sealed at entry 3.`,
    ]);
    await tamper((sql) => sql`delete from ledger_heads where account_id = ${victim}`);
    expect((await verify()).faults).toEqual(["2 accounts have a sealed head, but 3 were sealed."]);
  });

  it.each([
    ["the expiry of a lot", "update credit_lots set expires_at = now() + interval '1 year'"],
    ["the priority of a lot", "update credit_lots set priority = priority + 1"],
    ["what remains of lots", "update credit_lots set remaining = greatest(remaining - 1, 0)"],
    ["what is held", "update credit_accounts set held = held + 1"],
  ])("shows a change of %s, although the account was verified before", async (_, statement) => {
    await seal();
    await verify();
    await tamper((sql) =>
      sql.unsafe(
        `${statement} where ${statement.includes("lots") ? "account_id" : "id"} = '${victim}'`,
      ),
    );
    expect((await verify()).faults[0]).toContain(`The balance, lots or holds of account ${victim}`);
  });

  it("shows an old entry that was edited, when everything is replayed", async () => {
    await seal();
    await verify();
    await tamper(
      (sql) => sql`update ledger_entries set actor = 'x' where account_id = ${victim} and seq = 1`,
    );
    expect((await verify({ full: true })).faults[0]).toContain(`entry 1 of account ${victim}`);
  });

  it("shows a seal that was changed, removed, or made without the key", async () => {
    await seal();
    await write(spend(victim, 1));
    await seal();
    await tamper((sql) => sql`update ledger_seals set heads_digest = '\\x00' where seq = 1`);
    expect((await verify()).faults[0]).toMatch(/Seal 1 .* was changed/);
    await tamper((sql) => sql`delete from ledger_seals where seq = 1`);
    expect((await verify()).faults[0]).toContain("Seal 1 is missing");
  });

  it("shows that the last seals were removed together with the heads that they covered", async () => {
    await seal();
    const heads = await asSuperuser(db, (sql) => sql`select * from ledger_heads`);
    await write(grant(victim, 30));
    await seal();
    await verify();
    await tamper(async (sql) => {
      await cutTail(sql, victim);
      await sql`delete from ledger_seals where seq = 2`;
      await sql`delete from ledger_heads`;
      await sql`insert into ledger_heads ${sql([...heads])}`;
    });
    expect((await verify()).faults[0]).toContain("Seals 2 to 2 are missing");
  });

  it.each([
    "delete from audit_log where action = 'test.one'",
    "update audit_log set actor = 'nobody' where action = 'test.two'",
    "update audit_log set request_id = 'another' where action = 'test.two'",
  ])("shows a change of the audit log: %s", async (change) => {
    await recordAudit(db.database.read, { actor: "cli", action: "test.one" });
    await recordAudit(db.database.read, { actor: "cli", action: "test.two" });
    await expect.poll(() => seal()).toBe(1);
    expect((await readLastSeal(db.database.read))?.auditEntries).toBe(2);
    expect((await verify()).faults).toEqual([]);
    await tamper((sql) => sql.unsafe(change));
    expect((await verify({ full: true })).faults[0]).toContain("The audit log was changed");
  });

  it("is guarded by every trigger that the migrations make", async () => {
    const rows = await db.database.read.execute<{ name: string }>(`
      select relname || '.' || tgname as name from pg_trigger
      join pg_class on pg_class.oid = tgrelid
      where not tgisinternal and relnamespace = 'public'::regnamespace`);
    expect([...rows].map(({ name }) => name).sort()).toEqual([...GUARDS].sort());
  });

  it("shows a trigger that was switched off", async () => {
    await asSuperuser(
      db,
      (sql) => sql`alter table ledger_entries disable trigger ledger_entries_append_only`,
    );
    expect((await verify()).faults[0]).toContain("ledger_entries_append_only");
  });

  it("is sealed anew under another key; the old one is needed until then", async () => {
    await seal();
    const other = toSealKeys(["another-seal-key-of-the-tests-012345"]);
    expect((await verify({}, other)).faults.length).toBeGreaterThan(0);
    const both = toSealKeys([
      ...["another-seal-key-of-the-tests-012345", "the-seal-key-of-the-tests-0123456789"],
    ]);
    await expect.poll(() => seal(both)).toBe(1);
    expect((await verify({}, other)).faults).toEqual([]);
  });

  it("is never sealed backwards: what was cut before a seal stays found", async () => {
    await write(grant(victim, 30, { source: { type: "promotion", id: newId() } }));
    await seal();
    await tamper((sql) => cutTail(sql, victim));
    await tamper((sql) => cutTail(sql, victim));
    await write(spend(victim, 1));
    await seal();
    expect((await verify()).faults[0]).toContain(`Entry 4 of account ${victim} is missing`);
    // Nor once the account has grown past its seal again, over other entries than were sealed.
    for (const credits of [1, 2, 3]) await write(spend(victim, credits));
    await seal();
    expect((await verify()).faults[0]).toContain(
      `Entry 4 of account ${victim} has another hash than was sealed`,
    );
  });
});
