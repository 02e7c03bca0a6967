import { and, eq, inArray, lte, ne, or, sql } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { apiKeyReservations, apiKeyUsage, creditHolds, ledgerEntries } from "@/db/schema";
import type { CaptureCommand } from "@/lib/ledger/commands";
import { type Credits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";
import { addUse, lockBudgets, monthNow, saveBudgets } from "./budget-rows";
import { commitCredits } from "./commit-credits";

/** What a budget keeps for a hold. */
export type Reservation = typeof apiKeyReservations.$inferSelect;

/** The reservations for some holds, by the hold's id. */
export async function readReservations(
  tx: Tx,
  holdIds: readonly string[],
): Promise<ReadonlyMap<string, Reservation>> {
  if (holdIds.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(apiKeyReservations)
    .where(inArray(apiKeyReservations.holdId, [...holdIds]));
  return new Map(rows.map((row) => [row.holdId, row]));
}

/** How much the holds of captures hold, by the hold's id; one that doesn't exist is left out. */
export async function readHeld(
  tx: Tx,
  captures: readonly CaptureCommand[],
): Promise<ReadonlyMap<string, Credits>> {
  if (captures.length === 0) return new Map();
  const rows = await tx
    .select({ id: creditHolds.id, amount: creditHolds.amount })
    .from(creditHolds)
    .where(
      and(
        inArray(creditHolds.accountId, [...new Set(captures.map(({ accountId }) => accountId))]),
        inArray(creditHolds.id, [...new Set(captures.map(({ holdId }) => holdId))]),
      ),
    );
  return new Map(rows.map(({ id, amount }) => [id, amount]));
}

export async function saveReservations(
  tx: Tx,
  { added, removed }: { added: readonly Reservation[]; removed: readonly string[] },
): Promise<void> {
  if (added.length > 0) await tx.insert(apiKeyReservations).values([...added]);
  if (removed.length > 0) {
    await tx.delete(apiKeyReservations).where(inArray(apiKeyReservations.holdId, [...removed]));
  }
}

const holdOf = and(
  eq(creditHolds.accountId, apiKeyReservations.accountId),
  eq(creditHolds.id, apiKeyReservations.holdId),
);
const endOf = and(
  eq(ledgerEntries.accountId, creditHolds.accountId),
  eq(ledgerEntries.seq, creditHolds.endSeq),
);
const isOver = lte(creditHolds.expiresAt, sql`clock_timestamp()`);

/**
 * Gives back what budgets keep for holds that have ended otherwise: by their expiry, or by another
 * key. Writes the expiry of those that are due first, since that decides what they took.
 * @param used what was used of the budgets, which are locked; changed in place
 * @returns whether anything came back
 */
export async function giveBackEnded(
  tx: Tx,
  budgetIds: readonly string[],
  used: Map<string, Credits>,
): Promise<boolean> {
  const isOurs = inArray(apiKeyReservations.budgetId, [...budgetIds]);
  const due = await tx
    .selectDistinct({ accountId: creditHolds.accountId })
    .from(apiKeyReservations)
    .innerJoin(creditHolds, holdOf)
    .where(and(isOurs, eq(creditHolds.state, "open"), isOver));
  if (due.length > 0) {
    await commitCredits(
      tx,
      due.map(({ accountId }) => ({
        ...({ kind: "expire", accountId, actor: "system", reason: "Holds expired" } as const),
      })),
    );
  }
  const ended = await tx
    .select({ reservation: apiKeyReservations, moved: ledgerEntries.amount })
    .from(apiKeyReservations)
    .innerJoin(creditHolds, holdOf)
    .innerJoin(ledgerEntries, endOf)
    .where(isOurs);
  for (const { reservation, moved } of ended) {
    const { budgetId: id, month, amount } = reservation;
    addUse(used, { id, month }, -(amount + moved));
  }
  await saveReservations(tx, {
    added: [],
    removed: ended.map(({ reservation }) => reservation.holdId),
  });
  return ended.length > 0;
}

/**
 * Does the same for all keys, also those that spend nothing meanwhile.
 * @returns how many budgets had something to get back
 */
export async function settleReservations(database: Database): Promise<number> {
  const due = await database.read
    .selectDistinct({ id: apiKeyReservations.budgetId })
    .from(apiKeyReservations)
    .innerJoin(creditHolds, holdOf)
    .where(or(ne(creditHolds.state, "open"), isOver));
  for (const { id } of due) {
    await database.transaction(async (tx) => {
      const { used: before } = await lockBudgets(tx, [id]);
      const used = new Map(before);
      await giveBackEnded(tx, [id], used);
      await saveBudgets(tx, before, used);
    });
  }
  return due.length;
}

/** What was spent and is kept for open holds this month, against the budget of a key. */
export async function readBudgetUse(db: Db, budgetId: string): Promise<Credits> {
  return (await readBudgetUses(db, [budgetId])).get(budgetId) ?? ZERO_CREDITS;
}

/** The same for several budgets, by their ids; one of which nothing was used may be left out. */
export async function readBudgetUses(
  db: Db,
  budgetIds: readonly string[],
): Promise<ReadonlyMap<string, Credits>> {
  if (budgetIds.length === 0) return new Map();
  const ids = [...budgetIds];
  const usage = await db
    .select({ id: apiKeyUsage.budgetId, used: apiKeyUsage.used })
    .from(apiKeyUsage)
    .where(and(inArray(apiKeyUsage.budgetId, ids), sql`${apiKeyUsage.month} = ${monthNow}::date`));
  const ended = await db
    .select({
      id: apiKeyReservations.budgetId,
      amount: apiKeyReservations.amount,
      moved: ledgerEntries.amount,
    })
    .from(apiKeyReservations)
    .innerJoin(creditHolds, holdOf)
    .leftJoin(ledgerEntries, endOf)
    .where(
      and(
        inArray(apiKeyReservations.budgetId, ids),
        sql`${apiKeyReservations.month} = ${monthNow}::date`,
        // What an expiry takes is known once it is written.
        or(ne(creditHolds.state, "open"), and(isOver, eq(creditHolds.onExpire, "release"))),
      ),
    );
  const uses = new Map(usage.map(({ id, used }) => [id, used]));
  for (const { id, amount, moved } of ended) {
    uses.set(id, fromMicro((uses.get(id) ?? 0n) - amount - (moved ?? 0n)));
  }
  return uses;
}
