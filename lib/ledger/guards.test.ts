import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { purchase, spend } from "@/dev/test/kits/ledger/commands";
import { asSuperuser } from "@/dev/test/kits/ledger/superuser";
import { newId } from "@/lib/shared/ids";
import { commit } from "./commit";
import { verifyLedger } from "./verify";

/**
 * What holds in the database even when the code is gone around, for the role that owns the tables
 * too. What the app's own role may not do in the first place is in db/grants.test.ts.
 */
describe("guards of the ledger", () => {
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
      commit(tx, [purchase(account, `pi_${account}`, 100), spend(account, 30)]),
    );
  });

  /** An entry such as the account's next, in as many ways wrong as told. */
  function insertEntry(wrong: Record<string, string | number> = {}) {
    const entry = {
      account_id: account,
      seq: 3,
      kind: "grant",
      amount: 10,
      balance_after: 80,
      counter_account: "promotions",
      source_type: "promotion",
      source_id: "by hand",
      actor: "somebody",
      reason: "By hand",
      hash: Buffer.alloc(32),
      created_at: new Date(),
      ...wrong,
    };
    return sql`insert into ledger_entries ${sql(entry)}`;
  }

  describe.each(["ledger_entries", "ledger_effects", "audit_log"])("I5: %s", (table) => {
    const changes = (on: postgres.ISql) => [
      on`update ${on(table)} set ${on(table === "audit_log" ? "at" : "created_at")} = now()`,
      on`delete from ${on(table)}`,
      on`truncate ${on(table)} cascade`,
    ];

    it("can't be changed, deleted or truncated even by the superuser: triggers refuse", async () => {
      await asSuperuser(db(), async (root) => {
        await root`insert into audit_log (id, actor, action) values (${newId()}, 'cli', 'test')`;
        for (const change of changes(root)) {
          await expect(change).rejects.toMatchObject({
            code: "23001",
            message: expect.stringContaining("append-only"),
          });
        }
      });
    });
  });

  it("I5: an edit of the owner, who can switch triggers off, gives itself away", async () => {
    await sql`alter table ledger_entries disable trigger user`;
    await sql`update ledger_entries set hash = 'edited' where account_id = ${account} and seq = 1`;
    await sql`alter table ledger_entries enable trigger user`;
    const { fault } = await verifyLedger(db().database);
    expect(fault).toMatchObject({ accountId: account, seq: 1, invariant: "I5" });
  });

  it("I1: refuse an entry that doesn't continue the one before it", async () => {
    const wrongs: Record<string, number>[] = [{ balance_after: 81 }, { seq: 4 }, { seq: 0 }];
    for (const wrong of wrongs) {
      await expect(insertEntry(wrong)).rejects.toMatchObject({
        code: "23514",
        message: expect.stringContaining("I1"),
      });
    }
    await expect(insertEntry({ seq: 2, balance_after: 110 })).rejects.toMatchObject({
      code: "23505",
    });
  });

  it("I1: refuse, at COMMIT, an entry without its account", async () => {
    await expect(insertEntry()).rejects.toMatchObject({
      message: expect.stringMatching(/I1: account .* differs from its last entry/),
    });
  });

  it("I1: refuse, at COMMIT, an account that isn't its last entry", async () => {
    for (const change of [
      sql`update credit_accounts set balance = 71 where id = ${account}`,
      sql`update credit_accounts set entry_seq = 1 where id = ${account}`,
      sql`update credit_accounts set head_hash = '' where id = ${account}`,
      sql`insert into credit_accounts (id, balance) values (${newId()}, 5)`,
    ]) {
      await expect(change).rejects.toMatchObject({ message: expect.stringContaining("I1") });
    }
  });

  it("I2: refuse an entry that spends more than there is", async () => {
    const overspent = { kind: "spend", amount: -100, balance_after: -30 };
    await expect(insertEntry(overspent)).rejects.toMatchObject({
      constraint_name: "ledger_entries_no_overspending",
    });
    await expect(insertEntry({ amount: 0, balance_after: 70 })).rejects.toMatchObject({
      constraint_name: "ledger_entries_moves_something",
    });
  });

  it("I3: refuse, at COMMIT, lots that don't add up", async () => {
    for (const change of [
      sql`update credit_grants set remaining = 69 where account_id = ${account}`,
      sql`insert into credit_grants select account_id, ${newId()}, kind, 5, 5, source_type, source_id, priority, null, 1, now() from credit_grants where account_id = ${account}`,
    ]) {
      await expect(change).rejects.toMatchObject({ message: expect.stringContaining("I3") });
    }
    const emptied = sql`update credit_grants set remaining = -1 where account_id = ${account}`;
    await expect(emptied).rejects.toMatchObject({
      constraint_name: "credit_grants_remaining_within_granted",
    });
    await expect(sql`delete from credit_grants`).rejects.toMatchObject({ code: "23001" });
  });

  it("I3: check lots that were written together with their account", async () => {
    const both = sql.begin(async (tx) => {
      await tx`update credit_accounts set updated_at = now() where id = ${account}`;
      await tx`update credit_grants set remaining = 69 where account_id = ${account}`;
    });
    await expect(both).rejects.toMatchObject({ message: expect.stringContaining("I3") });
  });

  it("I4: refuse a second purchase entry of a payment", async () => {
    const again = { kind: "purchase", source_type: "payment", source_id: `pi_${account}` };
    await expect(insertEntry(again)).rejects.toMatchObject({
      constraint_name: "ledger_entries_one_purchase_per_payment",
    });
  });

  it("I6: refuse a second effect under a key", async () => {
    const again = sql`insert into ledger_effects select * from ledger_effects where account_id = ${account} limit 1`;
    await expect(again).rejects.toMatchObject({ code: "23505" });
  });

  it("refuse to change what was ordered", async () => {
    await insertOrder();
    for (const column of ["credits", "amount_minor", "currency", "pack_code", "account_id", "id"]) {
      const value = /_id|^id/.test(column) ? newId() : column === "currency" ? "eur" : "999";
      const change = sql`update purchases set ${sql({ [column]: value })} where account_id = ${account}`;
      await expect(change).rejects.toMatchObject({ code: "23001" });
    }
    await sql`update purchases set status = 'failed' where account_id = ${account}`;
    await expect(sql`delete from purchases`).rejects.toMatchObject({ code: "23001" });
  });

  function insertOrder() {
    const order = {
      account_id: account,
      id: newId(),
      user_id: newId(),
      pack_code: "starter",
      pack_name: "Starter Pack",
      credits: 1000,
      amount_minor: 1000,
      currency: "usd",
      allow_free: false,
      success_url: "/",
      cancel_url: "/",
      session_expires_at: new Date(),
      created_at: new Date(),
      updated_at: new Date(),
    };
    return sql`insert into purchases ${sql(order)}`;
  }
});
