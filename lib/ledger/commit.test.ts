import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { creditAccounts, creditHolds, creditLots, ledgerEntries } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { grant, purchase, reverse, spend } from "@/dev/test/kits/ledger/commands";
import { countingIds, type History, newHistory, next, stateOf } from "@/dev/test/kits/ledger/fold";
import { anyStep, commandOf } from "@/dev/test/kits/ledger/steps";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import type { Command } from "./commands";
import { commit } from "./commit";
import { verifyLedger } from "./verify";

const db = useTestDatabase();
const start = Date.UTC(2026, 0, 1);

function run(commands: readonly Command[], at = new Date(start)) {
  return db().database.transaction((tx) => commit(tx, commands, { at }));
}

describe("commit", () => {
  it("stores what a fold of decide gives, however the commands are split into batches", async () => {
    const batches = fc.array(fc.array(anyStep, { minLength: 1, maxLength: 8, size: "max" }), {
      minLength: 4,
      maxLength: 20,
      size: "max",
    });
    await fc.assert(
      fc.asyncProperty(batches, async (script) => {
        const ids = [newId(), newId()].sort() as [string, string];
        let history = newHistory(...ids);
        for (const [index, steps] of script.entries()) {
          const at = new Date(start + index * 1_000);
          const before = history;
          const commands = steps.map((step) => commandOf(step, ids, before, at));
          for (const command of commands) history = next(history, command, at);
          const outcomes = await db().database.transaction((tx) =>
            commit(tx, commands, { at, newId: countingIds(before) }),
          );
          expect(outcomes).toEqual(history.outcomes.slice(before.outcomes.length));
        }
        for (const id of ids) await expectStored(id, history);
      }),
      { numRuns: 30, endOnFailure: true },
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
      grant(account, 1, { idempotencyKey: "k".repeat(256) }),
      purchase(account.toUpperCase(), "pi_upper", 1),
      purchase("nobody", "pi_nobody", 1),
      spend(account, -1),
    ];
    const outcomes = await run([...faulty, purchase(account, "pi_good", 5)]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual([
      ...faulty.map(() => "refused"),
      "done",
    ]);
    expect(await entriesOf(account)).toHaveLength(1);
  });

  it("gives back what is left, although the batch also names a reversal of the same spend", async () => {
    const account = newId();
    await run([grant(account, 20), spend(account, 10)]);
    await run([reverse(account, 2, { credits: wholeCredits(4) })]);
    expect(await run([reverse(account, 3), reverse(account, 2)])).toMatchObject([
      { status: "refused", code: "invalid_command" },
      { status: "done", amount: wholeCredits(6), balanceAfter: wholeCredits(20) },
    ]);
  });

  it("keeps the expiry of what it didn't load, although an expired lot was given back to", async () => {
    const account = newId();
    const after = (seconds: number) => new Date(start + seconds * 1_000);
    await run([
      grant(account, 10, { expiresAt: after(10) }),
      spend(account, 10),
      grant(account, 5, { expiresAt: after(60), source: { type: "promotion", id: "later" } }),
      grant(account, 1, { expiresAt: after(12) }),
    ]);
    await run([spend(account, 1)], after(15));
    await run(
      [
        reverse(account, 2, { credits: wholeCredits(4) }),
        reverse(account, 2, { credits: wholeCredits(6) }),
        { kind: "expire", accountId: account, actor: "system", reason: "Credits expired" },
      ],
      after(20),
    );
    const [stored] = await db()
      .database.read.select({ next: creditAccounts.nextExpiryAt })
      .from(creditAccounts)
      .where(eq(creditAccounts.id, account));
    expect(stored?.next?.getTime()).toBeLessThanOrEqual(after(60).getTime());
  });

  it("answers a key as the first time, and refuses it for anything else", async () => {
    const account = newId();
    const given = grant(account, 100, { idempotencyKey: "the key" });
    const [first] = await run([given]);
    await run([spend(account, 40)]);
    expect(await run([given])).toEqual([{ ...first, status: "replayed" }]);
    expect(await run([{ ...given, reason: "Told by another" }])).toMatchObject([
      { status: "replayed" },
    ]);
    for (const other of [
      grant(account, 101, { idempotencyKey: "the key" }),
      grant(account, 100, { idempotencyKey: "the key", priority: 1 }),
      spend(account, 100, { idempotencyKey: "the key" }),
    ]) {
      expect(await run([other])).toMatchObject([
        { status: "refused", code: "idempotency_mismatch" },
      ]);
    }
    expect(await entriesOf(account)).toHaveLength(2);
  });

  it("carries out one of two commands of a batch that share a key", async () => {
    const account = newId();
    const once = grant(account, 100, { idempotencyKey: "twice" });
    expect(await run([once, once, { ...once, credits: wholeCredits(1) }])).toMatchObject([
      { status: "done" },
      { status: "replayed" },
      { status: "refused", code: "idempotency_mismatch" },
    ]);
    expect(await entriesOf(account)).toHaveLength(1);
  });

  it("keeps a client's keys apart from its own", async () => {
    const account = newId();
    const bought = purchase(account, "pi_own", 100);
    await run([bought]);
    const mimic = grant(account, 1, { idempotencyKey: `purchase:${bought.paymentId}` });
    expect(await run([mimic])).toMatchObject([{ status: "done" }]);
    expect(await run([bought])).toMatchObject([{ status: "replayed" }]);
  });

  it("keeps a text of any script, and its hash still fits", async () => {
    const account = newId();
    const reason = "Спасибо 🎉 \u2028 'quoted' \"too\" \\x00";
    await run([purchase(account, "pi_text", 1, { reason, metadata: { z: "1", a: reason } })]);
    expect(await entriesOf(account)).toMatchObject([{ reason, metadata: { z: "1", a: reason } }]);
    expect((await verifyLedger(db().database)).fault).toBeUndefined();
  });
});

async function expectStored(id: string, history: History) {
  const state = stateOf(history, id);
  const [account] = await db()
    .database.read.select()
    .from(creditAccounts)
    .where(eq(creditAccounts.id, id));
  if (state.entrySeq === 0) return expect(account?.entrySeq ?? 0).toBe(0);
  const { balance, held, lotSum, entrySeq } = state;
  expect(account).toMatchObject({ balance, held, lotSum, entrySeq });
  const own = history.entries.filter((entry) => entry.accountId === id);
  expect((await entriesOf(id)).map(({ kind, amount }) => [kind, amount])).toEqual(
    own.map(({ kind, amount }) => [kind, amount]),
  );
  const holds = await db()
    .database.read.select()
    .from(creditHolds)
    .where(eq(creditHolds.accountId, id))
    .orderBy(creditHolds.id);
  expect(holds).toEqual([...state.holds.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
  const lots = await db()
    .database.read.select()
    .from(creditLots)
    .where(eq(creditLots.accountId, id))
    .orderBy(creditLots.entrySeq, creditLots.id);
  expect(lots.map(({ entrySeq, remaining }) => [entrySeq, remaining])).toEqual(
    [...state.lots]
      .sort((a, b) => a.entrySeq - b.entrySeq || (a.id < b.id ? -1 : 1))
      .map(({ entrySeq, remaining }) => [entrySeq, remaining]),
  );
}

function entriesOf(account: string) {
  return db()
    .database.read.select()
    .from(ledgerEntries)
    .where(eq(ledgerEntries.accountId, account))
    .orderBy(sql`seq`);
}
