import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/dev/test/database";
import { grant, spend } from "@/dev/test/kits/ledger/commands";
import { asSuperuser } from "@/dev/test/kits/ledger/superuser";
import { cutTail } from "@/dev/test/kits/ledger/tamper";
import { commit } from "@/lib/ledger/commit";
import { newId } from "@/lib/shared/ids";
import { exportSeals } from "./export-seals";
import { findExportFaults } from "./exported-seals";
import { toSealKeys } from "./seal-key";
import { sealLedger } from "./seal-ledger";
import { verifyLedgerAndPurchases } from "./verify";

const KEYS = toSealKeys(["the-seal-key-of-the-tests-0123456789"]);

describe("seals that were exported", () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await createTestDatabase();
  });
  afterEach(() => db.drop());

  const write = (...commands: Parameters<typeof commit>[1]) =>
    db.database.transaction((tx) => commit(tx, [...commands]));
  const seal = () => sealLedger(db.database, KEYS, { marginMs: 0 });
  async function exported() {
    const lines: string[] = [];
    for await (const line of exportSeals(db.database.read)) lines.push(line);
    return lines;
  }
  const compare = (lines: readonly string[]) =>
    findExportFaults(db.database.read, KEYS, toStream(lines));

  async function* toStream(lines: readonly string[]) {
    yield* lines;
  }

  async function tamper(work: (sql: Parameters<typeof cutTail>[0]) => Promise<unknown>) {
    await asSuperuser(db, async (sql) => {
      await sql`set session_replication_role = replica`;
      await work(sql);
    });
  }

  /** A ledger of one account, sealed twice; between the seals it was granted more. */
  async function seeded() {
    const account = newId();
    await write(grant(account, 100));
    await seal();
    const kept = await asSuperuser(db, (sql) => sql`select * from ledger_heads`);
    await write(grant(account, 30, { source: { type: "promotion", id: randomUUID() } }));
    await seal();
    return { account, kept: [...kept] };
  }

  it("are those of the database, also after further entries and seals", async () => {
    const { account } = await seeded();
    const lines = await exported();
    expect(lines).toHaveLength(3);
    await write(spend(account, 1));
    await seal();
    expect(await compare(lines)).toEqual({ faults: [], seals: 2, heads: 1 });
  });

  it("show a tail that was cut together with its seals, heads and verifications", async () => {
    const { account, kept } = await seeded();
    const lines = await exported();
    await verifyLedgerAndPurchases(db.database, KEYS);
    await tamper(async (sql) => {
      await cutTail(sql, account);
      await sql`delete from ledger_seals where seq = 2`;
      await sql`delete from ledger_heads`;
      await sql`insert into ledger_heads ${sql(kept)}`;
      await sql`delete from ledger_verifications`;
    });
    const inside = await verifyLedgerAndPurchases(db.database, KEYS, { full: true });
    expect(inside.faults).toEqual([]);
    expect((await compare(lines)).faults).toEqual([
      "Seal 2 was exported, but is missing in the database or differs there.",
      `Entry 2 of account ${account} was exported as sealed, but is missing or has another hash.`,
    ]);
  });

  it("are refused when the file was changed, cut in the middle of a line, or is another file", async () => {
    await seeded();
    const lines = await exported();
    const changed = lines.map((line) => line.replace(/"seq":2/, '"seq":3'));
    expect((await compare(changed)).faults[0]).toContain("Line 2 of the export was changed");
    expect((await compare([...lines, '{"type":"hea'])).faults[0]).toContain("Line 4");
    expect((await compare([])).faults[0]).toContain("no seals");
  });
});
