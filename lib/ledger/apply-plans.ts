import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { creditAccounts, creditGrants, ledgerEffects, ledgerEntries } from "@/db/schema";
import { toDecimal } from "@/lib/credits";
import type { Plan } from "./post";
import type { AccountState, Lot } from "./state";

/** Writes what was decided: one statement per table, however many commands the batch had. */
export async function applyPlans(
  tx: Tx,
  plans: readonly Plan[],
  states: readonly AccountState[],
  at: Date,
): Promise<void> {
  const entries = plans.flatMap((plan) => plan.entry ?? []);
  if (entries.length === 0) return;
  const effects = plans.flatMap((plan) => plan.effect ?? []);
  const touched = new Set(entries.map((entry) => entry.accountId));
  const accounts = states.filter((state) => touched.has(state.id));

  await tx.insert(ledgerEntries).values(
    entries.map((entry) => ({
      ...entry,
      allocations: entry.allocations.map(({ grantId, amount }) => ({
        grantId,
        amount: toDecimal(amount),
      })),
    })),
  );
  await Promise.all([
    writeLots(tx, lastOfEach(plans)),
    writeAccounts(tx, accounts, at),
    effects.length > 0 &&
      tx.insert(ledgerEffects).values(effects.map((effect) => ({ ...effect, createdAt: at }))),
  ]);
}

/** A lot that several commands of the batch touched is written once, as the last one left it. */
function lastOfEach(plans: readonly Plan[]): Lot[] {
  const lots = new Map<string, Lot>();
  for (const plan of plans) for (const lot of plan.lots) lots.set(lot.id, lot);
  return [...lots.values()];
}

async function writeLots(tx: Tx, lots: Lot[]): Promise<void> {
  if (lots.length === 0) return;
  await tx
    .insert(creditGrants)
    .values(lots)
    .onConflictDoUpdate({
      target: [creditGrants.accountId, creditGrants.id],
      set: { remaining: sql`excluded.remaining` },
    });
}

async function writeAccounts(tx: Tx, accounts: AccountState[], at: Date): Promise<void> {
  await tx
    .insert(creditAccounts)
    .values(
      accounts.map(({ id, balance, held, entrySeq, headHash }) => ({
        id,
        balance,
        held,
        entrySeq,
        headHash,
        updatedAt: at,
      })),
    )
    .onConflictDoUpdate({
      target: creditAccounts.id,
      set: {
        balance: sql`excluded.balance`,
        held: sql`excluded.held`,
        entrySeq: sql`excluded.entry_seq`,
        headHash: sql`excluded.head_hash`,
        updatedAt: sql`excluded.updated_at`,
      },
    });
}
