import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { apiKeyUsage } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { grant, hold, release, spend } from "@/dev/test/kits/ledger/commands";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { readBudgetUse } from "./budget-rows";
import { type BudgetedCommand, commitWithinBudgets } from "./budgets";
import { commitCredits } from "./commit-credits";
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
    const { account, budget, run, of, used } = await stage(100, 10);
    const [held] = await run({ command: hold(account, 10), budget });
    const holdId = held?.status === "done" ? (held.holdId ?? "") : "";
    const again = (): BudgetedCommand => ({
      ...{ command: release(account, holdId), budget },
      reservation: { amount: wholeCredits(10), placedAt: new Date() },
    });
    expect(codesOf(await run(again(), of(10)))).toEqual(["done", "done"]);
    expect(codesOf(await run(again(), of(10)))).toEqual(["hold_ended", "budget_exceeded"]);
    expect(await used()).toBe(wholeCredits(10));
  });

  it("counts a batch in the month in which it began, although the next begins meanwhile", async () => {
    const { budget, of } = await stage(100, 10);
    const times = ["2026-01-31T23:59:59.999Z", "2026-01-31T23:59:59.999Z"].map(
      (time) => new Date(time),
    );
    const clock = () => times.shift() ?? new Date("2026-02-01T00:00:00.000Z");
    const outcomes = await db().database.transaction((tx) =>
      commitWithinBudgets(tx, [of(10)], clock),
    );
    expect(codesOf(outcomes)).toEqual(["done"]);
    const rows = await db()
      .database.read.select({ month: apiKeyUsage.month, used: apiKeyUsage.used })
      .from(apiKeyUsage)
      .where(eq(apiKeyUsage.budgetId, budget.id));
    expect(rows).toEqual([{ month: "2026-01-01", used: wholeCredits(10) }]);
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
