import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { purchase, spend } from "@/dev/test/kits/ledger/commands";
import { paymentOf } from "@/dev/test/kits/ledger/fold";
import { handmadeEntry } from "@/dev/test/kits/ledger/handmade-entry";
import { asSuperuser } from "@/dev/test/kits/ledger/superuser";
import { newId } from "@/lib/shared/ids";
import { commit } from "./commit";

/**
 * What holds in the database even when the code is gone around, for the role that owns the tables
 * too. What the app's own role may not do in the first place is in db/grants.test.ts.
 */
describe("guards of the ledger", () => {
  const db = useTestDatabase();
  let sql: postgres.Sql;
  let account: string;
  let payment: string;

  beforeAll(() => {
    sql = postgres(db().ownerUrl, { max: 1, onnotice: () => {} });
  });
  afterAll(() => sql.end());
  beforeEach(async () => {
    account = newId();
    payment = paymentOf(account, "pi_1");
    await db().database.transaction((tx) =>
      commit(tx, [purchase(account, "pi_1", 100), spend(account, 30)]),
    );
  });

  /** An entry such as the account's next, in as many ways wrong as told. */
  function insertEntry(wrong: Record<string, string | number> = {}, on: postgres.ISql = sql) {
    return on`insert into ledger_entries ${sql(handmadeEntry(account, wrong))}`;
  }

  describe.each(["ledger_entries", "payments", "audit_log"])("I5: %s", (table) => {
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

  it("I1: refuse an entry that doesn't continue the one before it", async () => {
    const wrongs: Record<string, number>[] = [
      { balance_after: 81 },
      { held_after: 1 },
      { seq: 4 },
      { seq: 0 },
    ];
    for (const wrong of wrongs) {
      await expect(insertEntry(wrong)).rejects.toMatchObject({
        code: "23514",
        message: expect.stringContaining("I1"),
      });
    }
    await expect(insertEntry({ seq: 2, balance_after: 110_000_000 })).rejects.toMatchObject({
      code: "23505",
    });
  });

  it("I1: refuse an entry without its account", async () => {
    await expect(insertEntry()).rejects.toMatchObject({
      message: expect.stringMatching(/I1: account .* is not where its entry 3 leaves it/),
    });
  });

  it("I1: refuse an entry whose account went elsewhere", async () => {
    for (const wrong of [sql`balance = balance + 1`, sql`held = 5`, sql`head_hash = 'x'`]) {
      const both = sql.begin(async (tx) => {
        await tx`update credit_accounts set balance = 80000000, lot_sum = 80000000, entry_seq = 3,
          head_hash = ${Buffer.alloc(32)} where id = ${account}`;
        await tx`update credit_accounts set ${wrong}, lot_sum = greatest(balance, 0) where id = ${account}`;
        await insertEntry({}, tx);
      });
      await expect(both).rejects.toMatchObject({ code: "23514" });
    }
  });

  it("I1: refuse an account that isn't its last entry", async () => {
    for (const change of [
      sql`update credit_accounts set balance = 71, lot_sum = 71 where id = ${account}`,
      sql`update credit_accounts set held = 1 where id = ${account}`,
      sql`update credit_accounts set entry_seq = 1 where id = ${account}`,
      sql`update credit_accounts set head_hash = '' where id = ${account}`,
      sql`insert into credit_accounts (id, balance, lot_sum) values (${newId()}, 5, 5)`,
    ]) {
      await expect(change).rejects.toMatchObject({ message: expect.stringContaining("I1") });
    }
  });

  it("I2: refuse an entry that spends more than there is, or than isn't held", async () => {
    const overspent = { kind: "spend", amount: -100_000_000, balance_after: -30_000_000 };
    await expect(insertEntry(overspent)).rejects.toMatchObject({
      constraint_name: "ledger_entries_no_overspending",
    });
    const spends = { kind: "spend", amount: -10, balance_after: 69_999_990 };
    for (const held of [{ kind: "hold", hold_id: newId(), held_delta: 70_000_001 }, spends]) {
      await expect(
        insertEntry({ balance_after: 70_000_000, ...held, held_after: 70_000_001 }),
      ).rejects.toMatchObject({ constraint_name: "ledger_entries_respects_holds" });
    }
    await expect(insertEntry({ amount: 0, balance_after: 70_000_000 })).rejects.toMatchObject({
      constraint_name: "ledger_entries_changes_something",
    });
  });

  it("I2: refuse debt by a capture that says that something was left out", async () => {
    const capture = { kind: "capture", hold_id: newId(), held_delta: -1, held_after: 0 };
    const owing = { ...capture, amount: -80_000_000, balance_after: -10_000_000, shortfall: 1 };
    await expect(insertEntry(owing)).rejects.toMatchObject({
      constraint_name: "ledger_entries_no_overspending",
    });
  });

  it("I3: refuse an account whose lots don't add up to what it has", async () => {
    for (const change of [sql`lot_sum = lot_sum - 1`, sql`lot_sum = balance + 1`]) {
      await expect(
        sql`update credit_accounts set ${change} where id = ${account}`,
      ).rejects.toMatchObject({ constraint_name: "credit_accounts_lot_sum" });
    }
  });

  it("I3: refuse a lot or a hold that no entry explains", async () => {
    for (const change of [
      sql`update credit_lots set remaining = 69 where account_id = ${account}`,
      sql`insert into credit_lots select account_id, ${newId()}, kind, 5, 5, open, source_type, source_id, priority, null, 1, now() from credit_lots where account_id = ${account}`,
      sql`insert into credit_holds values (${account}, ${newId()}, 5, 'open', now(), 'release', 'a', 'b', 1, null, now())`,
    ]) {
      await expect(change).rejects.toMatchObject({ message: expect.stringContaining("I3") });
    }
    await expect(sql`delete from credit_lots`).rejects.toMatchObject({ code: "23001" });
  });

  it("I3: refuse a lot that holds less than nothing, more than it was granted, or is open while empty", async () => {
    for (const [change, constraint] of [
      [sql`remaining = -1, open = false`, "credit_lots_remaining_within_granted"],
      [sql`remaining = granted + 1`, "credit_lots_remaining_within_granted"],
      [sql`remaining = 0`, "credit_lots_open"],
    ] as const) {
      await expect(
        sql`update credit_lots set ${change} where account_id = ${account}`,
      ).rejects.toMatchObject({ constraint_name: constraint });
    }
  });

  it("I3: refuse other terms of a lot", async () => {
    for (const change of [
      sql`kind = 'promotional'`,
      sql`granted = granted - 1`,
      sql`priority = 1`,
      sql`expires_at = now()`,
      sql`source_id = 'x'`,
      sql`entry_seq = 2`,
      sql`created_at = now()`,
    ]) {
      await expect(
        sql`update credit_lots set ${change} where account_id = ${account}`,
      ).rejects.toMatchObject({ code: "23001" });
    }
  });

  it("I4: refuse a second purchase entry of a payment, and a second owner", async () => {
    const again = { kind: "purchase", source_type: "payment", source_id: payment };
    await expect(insertEntry(again)).rejects.toMatchObject({
      constraint_name: "ledger_entries_one_purchase_per_payment",
    });
    await expect(
      sql`insert into payments values (${payment}, ${newId()}, ${newId()}, now())`,
    ).rejects.toMatchObject({ constraint_name: "payments_pkey" });
    await expect(
      sql`insert into payments select 'pi_x', account_id, purchase_id, now() from payments where id = ${payment}`,
    ).rejects.toMatchObject({ constraint_name: "payments_one_per_purchase" });
  });

  it("I6: refuse a second entry under a key", async () => {
    await expect(insertEntry({ key: `purchase:${payment}` })).rejects.toMatchObject({
      constraint_name: "ledger_entries_one_per_key",
    });
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
      pack_description: "",
      credits: 1_000_000_000,
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
