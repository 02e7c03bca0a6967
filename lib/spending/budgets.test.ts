import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { apiKeyUsage } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { capture, grant, hold, release, spend } from "@/dev/test/kits/ledger/commands";
import type { HoldCommand } from "@/lib/ledger/commands";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { type BudgetedCommand, commitWithinBudgets } from "./budgets";
import { commitCredits } from "./commit-credits";
import { readBudgetUse, settleReservations } from "./reservations";
import { createSpendingLane } from "./spending-lane";

const db = useTestDatabase();

/** An account with credits, and a budget of a key for it. */
async function stage(credits: number, limit: number) {
  const account = newId();
  const budget = { id: newId(), limit: wholeCredits(limit) };
  await db().database.transaction((tx) => commitCredits(tx, [grant(account, credits)]));
  return {
    account,
    budget,
    of: (amount: number): BudgetedCommand => ({ command: spend(account, amount), budget }),
    run: (...items: BudgetedCommand[]) =>
      db().database.transaction((tx) => commitWithinBudgets(tx, items)),
    held: async (amount: number, more: Partial<HoldCommand> = {}) => {
      const [outcome] = await db().database.transaction((tx) =>
        commitWithinBudgets(tx, [{ command: hold(account, amount, more), budget }]),
      );
      return outcome?.status === "done" ? (outcome.holdId ?? "") : "";
    },
    used: () => readBudgetUse(db().database.read, budget.id),
  };
}

const codesOf = (outcomes: readonly { status: string; code?: string }[]) =>
  outcomes.map(({ status, code }) => code ?? status);

describe("the monthly budget of a key", () => {
  it("refuses what exceeds it, and takes what still fits", async () => {
    const { run, of, used } = await stage(100, 10);
    expect(codesOf(await run(of(6), of(5), of(4), of(1)))).toEqual([
      "done",
      "budget_exceeded",
      "done",
      "budget_exceeded",
    ]);
    expect(await used()).toBe(wholeCredits(10));
  });

  it("isn't used by a spend that the account refuses, also within one batch", async () => {
    const { run, of, used } = await stage(5, 8);
    expect(codesOf(await run(of(7), of(5)))).toEqual(["insufficient_credits", "done"]);
    expect(await used()).toBe(wholeCredits(5));
  });

  it("isn't used by a replay, which is answered whatever is left", async () => {
    const { run, of, used } = await stage(100, 10);
    const first = of(10);
    await run(first);
    expect(codesOf(await run(first, of(1)))).toEqual(["replayed", "budget_exceeded"]);
    expect(await used()).toBe(wholeCredits(10));
  });

  it("isn't used twice by a request that comes twice within one batch", async () => {
    const { run, of, used } = await stage(100, 10);
    const twice = of(10);
    expect(codesOf(await run(twice, twice))).toEqual(["done", "replayed"]);
    expect(await used()).toBe(wholeCredits(10));
  });

  it("gets nothing from a release that is refused, not even within one batch", async () => {
    const { account, budget, run, of, used, held } = await stage(100, 10);
    const holdId = await held(10);
    const again = (): BudgetedCommand => ({ command: release(account, holdId), budget });
    expect(codesOf(await run(again(), of(10)))).toEqual(["done", "done"]);
    expect(codesOf(await run(again(), of(10)))).toEqual(["hold_ended", "budget_exceeded"]);
    expect(await used()).toBe(wholeCredits(10));
  });

  it("gets back what a hold kept that expired, without anything but the next spend", async () => {
    const { run, of, used, held } = await stage(100, 10);
    await held(10, { expiresInSeconds: 1 });
    expect(codesOf(await run(of(1)))).toEqual(["budget_exceeded"]);
    await expect.poll(used).toBe(0n);
    expect(codesOf(await run(of(9), of(2), of(1)))).toEqual(["done", "budget_exceeded", "done"]);
    expect(await used()).toBe(wholeCredits(10));
  });

  it("keeps what a hold took as it expired, and gets the rest from the job", async () => {
    const { account, run, used, held } = await stage(10, 10);
    await held(8, { expiresInSeconds: 1, onExpire: "capture" });
    // Of the eight that are held only five are left.
    const source = { type: "admin", id: "correction" };
    const taken = { kind: "adjustment", credits: wholeCredits(-5), source } as const;
    await run({
      command: {
        ...{ ...taken, accountId: account, idempotencyKey: newId(), actor: "a", reason: "Wrong" },
      },
    });
    await expect.poll(() => settleReservations(db().database)).toBe(1);
    expect(await used()).toBe(wholeCredits(5));
    expect(await settleReservations(db().database)).toBe(0);
  });

  it("counts what another key captures of its hold, and gets back the rest", async () => {
    const { account, run, of, used, held } = await stage(100, 10);
    const holdId = await held(10);
    await run({ command: capture(account, holdId, { credits: wholeCredits(3) }) });
    expect(await used()).toBe(wholeCredits(3));
    expect(codesOf(await run(of(8), of(7)))).toEqual(["budget_exceeded", "done"]);
    expect(await used()).toBe(wholeCredits(10));
  });

  it("refuses the capture of all that another key holds, where that exceeds it", async () => {
    const { account, budget, run, used } = await stage(100, 10);
    const [placed] = await run({ command: hold(account, 50) });
    const holdId = placed?.status === "done" ? (placed.holdId ?? "") : "";
    const all: BudgetedCommand = { command: capture(account, holdId), budget };
    expect(codesOf(await run(all))).toEqual(["budget_exceeded"]);
    expect(await used()).toBe(0n);
  });

  it("counts a hold in the month in which it was placed, also what is given back of it", async () => {
    const { account, budget, run, held } = await stage(100, 10);
    const holdId = await held(10);
    // As if the month had turned since.
    await db().asOwner(async (owner) => {
      await owner`update api_key_usage set month = '2026-01-01' where budget_id = ${budget.id}`;
      await owner`update api_key_reservations set month = '2026-01-01' where hold_id = ${holdId}`;
    });
    const command = capture(account, holdId, { credits: wholeCredits(4) });
    expect(codesOf(await run({ command, budget }))).toEqual(["done"]);
    const rows = await db()
      .database.read.select({ month: apiKeyUsage.month, used: apiKeyUsage.used })
      .from(apiKeyUsage)
      .where(eq(apiKeyUsage.budgetId, budget.id))
      .orderBy(apiKeyUsage.month);
    expect(rows).toEqual([
      { month: "2026-01-01", used: wholeCredits(4) },
      { month: expect.stringMatching(/^20\d\d-\d\d-01$/), used: 0n },
    ]);
  });

  it("leaves spends of other keys alone", async () => {
    const { account, run, of } = await stage(100, 1);
    expect(codesOf(await run({ command: spend(account, 50) }, of(2)))).toEqual([
      "done",
      "budget_exceeded",
    ]);
  });

  it("is exact over two processes: 200 parallel spends of 1 within a budget of 100", async () => {
    const { of, used } = await stage(1000, 100);
    const other = openDatabase(db().url);
    const lanes = [createSpendingLane(db().database), createSpendingLane(other)];
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) => lanes[index % 2]?.(of(1))),
    );
    await other.close();
    expect(outcomes.filter((outcome) => outcome?.status === "done")).toHaveLength(100);
    expect(await used()).toBe(wholeCredits(100));
  });
});
