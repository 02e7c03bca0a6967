import type postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/dev/test/database";
import {
  capture,
  clawback,
  grant,
  hold,
  purchase,
  reverse,
  spend,
} from "@/dev/test/kits/ledger/commands";
import { asSuperuser } from "@/dev/test/kits/ledger/superuser";
import { cutTail } from "@/dev/test/kits/ledger/tamper";
import type { Command } from "@/lib/ledger/commands";
import { commit } from "@/lib/ledger/commit";
import { newId } from "@/lib/shared/ids";
import { toSealKeys } from "./seal-key";
import { verifyLedgerAndPurchases } from "./verify";

const KEYS = toSealKeys(["the-seal-key-of-the-tests-0123456789"]);
const EARLY = { source: { type: "promotion", id: "early" } };
const LATE = { source: { type: "promotion", id: "late" } };

describe("verification from a checkpoint", () => {
  let db: TestDatabase;
  let account: string;

  /** An account of 64 entries that was verified: two lots are open, one is used up, one hold is open. */
  beforeEach(async () => {
    db = await createTestDatabase();
    account = newId();
    const spends = Array.from({ length: 60 }, () => spend(account, 1));
    await write(grant(account, 10, { ...EARLY, priority: 1 }), grant(account, 70, LATE));
    await write(...spends, grant(account, 40, EARLY), hold(account, 5));
    expect(await verify()).toMatchObject({ faults: [], replayed: 1, entries: 64 });
  });
  afterEach(() => db.drop());

  const write = (...commands: Command[]) => db.database.transaction((tx) => commit(tx, commands));
  const verify = (options = {}) => verifyLedgerAndPurchases(db.database, KEYS, options);

  async function tamper(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
    await asSuperuser(db, async (sql) => {
      await sql`set session_replication_role = replica`;
      await work(sql);
    });
  }

  it("replays only what is behind it, and everything when told", async () => {
    const [held] = await db.database.read.execute<{ id: string }>("select id from credit_holds");
    await write(spend(account, 1), capture(account, held?.id ?? ""), grant(account, 3, LATE));
    expect(await verify()).toMatchObject({ faults: [], replayed: 1, entries: 3 });
    expect(await verify({ full: true })).toMatchObject({ faults: [], replayed: 1, entries: 67 });
  });

  it.each<[string, () => Command]>([
    ["a reversal of an entry", () => reverse(account, 3)],
    ["credits that return to a lot that was used up", () => reverse(account, 4)],
  ])("replays the account whole where %s reaches back behind it", async (_, command) => {
    await write(command());
    expect(await verify()).toMatchObject({ faults: [], replayed: 1, entries: 65 });
  });

  it("replays the account whole where a payment from before is taken back", async () => {
    await write(
      purchase(account, "pi_1", 9),
      ...Array.from({ length: 50 }, () => spend(account, 1)),
    );
    await verify();
    await write(clawback(account, "pi_1", 4));
    expect(await verify()).toMatchObject({ replayed: 1, entries: 64 + 51 + 1 });
  });

  it.each([
    ["an amount of a new entry", "update ledger_entries set amount = amount - 1 where seq = 65"],
    ["a new entry's hash", "update ledger_entries set hash = sha256('x') where seq = 65"],
    ["the terms of an open lot", "update credit_lots set priority = 7 where open"],
    [
      "a lot that is open again",
      "update credit_lots set remaining = 1, open = true where not open",
    ],
    [
      "what remains of lots, with the same sum",
      `update credit_lots set remaining = remaining + case source_id when 'late' then 1 else -1 end
        where open`,
    ],
    ["the amount of an open hold", "update credit_holds set amount = amount - 1"],
    ["what is held", "update credit_accounts set held = held - 1"],
    ["a hold that is gone", "delete from credit_holds"],
  ])("shows %s that was changed", async (_, statement) => {
    await write(spend(account, 1));
    await tamper((sql) => sql.unsafe(statement));
    expect((await verify()).faults[0]).toContain(`of account ${account}`);
  });

  it("shows entries that were cut behind and before it", async () => {
    await tamper((sql) => cutTail(sql, account));
    expect((await verify()).faults[0]).toContain(
      `account ${account}: the account counts 63 entries, but there are 64`,
    );
  });

  it("isn't used once it was changed in the database, nor under another key", async () => {
    await write(spend(account, 1));
    await tamper(
      (sql) => sql`update ledger_checkpoints set state = replace(state, '"held":"5', '"held":"6')`,
    );
    expect(await verify()).toMatchObject({ faults: [], entries: 65 });
    await write(spend(account, 1));
    const others = toSealKeys(["another-seal-key-of-the-tests-012345"]);
    const report = await verifyLedgerAndPurchases(db.database, others);
    expect(report).toMatchObject({ faults: [], entries: 66 });
  });
});
