import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { creditAccounts, creditGrants, ledgerEntries } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { anyCommand, purchase, spend } from "@/dev/test/kits/ledger/commands";
import { type History, newHistory, next } from "@/dev/test/kits/ledger/fold";
import { newId } from "@/lib/shared/ids";
import type { Command } from "./commands";
import { commit } from "./commit";
import { verifyLedger } from "./verify";

const db = useTestDatabase();
const start = Date.UTC(2026, 0, 1);

function run(commands: readonly Command[], at = new Date(start)) {
  return db().database.transaction((tx) => commit(tx, commands, () => at));
}

describe("commit", () => {
  it("stores what a fold of decide gives, however the commands are split into batches", async () => {
    const names = fc.constantFrom("a" as const, "b" as const);
    const step = fc
      .tuple(names, fc.nat({ max: 12 }))
      .chain(([name, later]) => fc.tuple(fc.constant(name), anyCommand(name, start + later)));
    const batches = fc.array(fc.array(step, { minLength: 1, maxLength: 8, size: "max" }), {
      minLength: 2,
      maxLength: 12,
      size: "max",
    });
    await fc.assert(
      fc.asyncProperty(batches, async (script) => {
        const ids = { a: newId(), b: newId() };
        const histories = new Map(Object.values(ids).map((id) => [id, newHistory(id)]));
        for (const [index, steps] of script.entries()) {
          const at = new Date(start + index * 2);
          const commands = steps.map(([name, command]) => ({
            ...command,
            accountId: ids[name],
          }));
          const expected = commands.map((command) => {
            const history = next(histories.get(command.accountId) ?? newHistory(""), command, at);
            histories.set(command.accountId, history);
            return history.outcomes.at(-1);
          });
          expect(await run(commands, at)).toEqual(expected);
        }
        for (const [id, history] of histories) await expectStored(id, history);
      }),
      { numRuns: 30 },
    );
    expect((await verifyLedger(db().database)).fault).toBeUndefined();
  });

  it("leaves nothing of a batch when the transaction around it fails", async () => {
    const account = newId();
    const crash = db().database.transaction(async (tx) => {
      await commit(tx, [purchase(account, "pi_crash", 100), spend(account, 10)]);
      throw new Error("the process ends here");
    });
    await expect(crash).rejects.toThrow("the process ends here");
    expect(await entriesOf(account)).toEqual([]);
    expect(await run([purchase(account, "pi_crash", 100)])).toMatchObject([{ status: "done" }]);
  });

  it("refuses a command that can't be stored without harm to its neighbours", async () => {
    const account = newId();
    const faulty: Command[] = [
      purchase(account, "pi_nul", 1, { reason: "a\0b" }),
      purchase(account, "pi_half", 1, { metadata: { note: "\ud83d" } }),
      purchase(account, "pi_long", 1, { idempotencyKey: "k".repeat(256) }),
      purchase(account.toUpperCase(), "pi_upper", 1),
      purchase("nobody", "pi_nobody", 1),
      spend(account, 0),
    ];
    const outcomes = await run([...faulty, purchase(account, "pi_good", 5)]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual([
      ...faulty.map(() => "refused"),
      "done",
    ]);
    expect(await entriesOf(account)).toHaveLength(1);
  });

  it("answers a key as the first time, and refuses it for anything else", async () => {
    const account = newId();
    const bought = purchase(account, "pi_key", 100, { idempotencyKey: "the key" });
    const [first] = await run([bought]);
    await run([spend(account, 40)]);
    expect(await run([bought])).toEqual([{ ...first, status: "repeated" }]);
    expect(await run([{ ...bought, reason: "Told by somebody else" }])).toMatchObject([
      { status: "repeated" },
    ]);
    for (const other of [
      purchase(account, "pi_other", 100, { idempotencyKey: "the key" }),
      purchase(account, "pi_key", 101, { idempotencyKey: "the key" }),
      spend(account, 100, { idempotencyKey: "the key" }),
    ]) {
      expect(await run([other])).toMatchObject([
        { status: "refused", code: "idempotency_mismatch" },
      ]);
    }
    expect(await entriesOf(account)).toHaveLength(2);
  });

  it("keeps a text of any script, and its hash still fits", async () => {
    const account = newId();
    const reason = "Спасибо 🎉 \u2028 'quoted' \"too\" \\x00";
    await run([purchase(account, "pi_text", 1, { reason, metadata: { z: "1", a: reason } })]);
    expect(await entriesOf(account)).toMatchObject([{ reason, metadata: { z: "1", a: reason } }]);
    expect((await verifyLedger(db().database)).fault).toBeUndefined();
  });
});

async function expectStored(id: string, { state, entries, outcomes }: History) {
  const [account] = await db()
    .database.read.select()
    .from(creditAccounts)
    .where(eq(creditAccounts.id, id));
  if (outcomes.length === 0) return expect(account).toBeUndefined();
  expect(account).toMatchObject({ balance: state.balance, entrySeq: state.entrySeq });
  expect((await entriesOf(id)).map(({ kind, amount }) => [kind, amount])).toEqual(
    entries.map(({ kind, amount }) => [kind, amount]),
  );
  const lots = await db()
    .database.read.select()
    .from(creditGrants)
    .where(eq(creditGrants.accountId, id))
    .orderBy(creditGrants.entrySeq, creditGrants.id);
  expect(lots.map(({ entrySeq, remaining }) => [entrySeq, remaining])).toEqual(
    [...state.lots.values()].map(({ entrySeq, remaining }) => [entrySeq, remaining]),
  );
}

function entriesOf(account: string) {
  return db()
    .database.read.select()
    .from(ledgerEntries)
    .where(eq(ledgerEntries.accountId, account))
    .orderBy(sql`seq`);
}
