import { and, eq, gt, inArray, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { creditAccounts, creditGrants, ledgerEffects, ledgerEntries } from "@/db/schema";
import { parseCredits } from "@/lib/credits";
import type { Command } from "./commands";
import { type AccountState, type Effect, type Entry, emptyAccount, type Lot } from "./state";

/**
 * Locks the accounts of a batch and loads what its decisions need. Accounts are locked in id
 * order, so two batches never wait for each other in a circle; new accounts are made here.
 */
export async function readStates(
  tx: Tx,
  commands: readonly Command[],
): Promise<Map<string, AccountState>> {
  const ids = [...new Set(commands.map((command) => command.accountId))].sort();
  const accounts = await lockAccounts(tx, ids);
  const keys = commands.flatMap((command) =>
    "idempotencyKey" in command ? [command.idempotencyKey] : [],
  );
  const payments = commands.flatMap((command) =>
    "paymentId" in command ? [command.paymentId] : [],
  );
  const [effects, entries] = await Promise.all([
    readEffects(tx, ids, keys),
    readPaymentEntries(tx, ids, payments),
  ]);
  const lots = await readLots(tx, ids, entries);
  const states = new Map<string, AccountState>();
  for (const id of ids) {
    const account = accounts.get(id) ?? emptyAccount(id);
    states.set(id, {
      ...account,
      lots: new Map(lots.filter((lot) => lot.accountId === id).map((lot) => [lot.id, lot])),
      paymentEntries: groupBySource(entries.filter((entry) => entry.accountId === id)),
      effects: new Map(
        effects
          .filter((effect) => effect.accountId === id)
          .map((effect) => [effect.idempotencyKey, effect]),
      ),
    });
  }
  return states;
}

type Account = Pick<AccountState, "id" | "balance" | "held" | "entrySeq" | "headHash">;

async function lockAccounts(tx: Tx, ids: readonly string[]): Promise<Map<string, AccountState>> {
  const found = await selectForUpdate(tx, ids);
  const known = new Set(found.map((account) => account.id));
  const missing = ids.filter((id) => !known.has(id));
  if (missing.length > 0) {
    await tx
      .insert(creditAccounts)
      .values(missing.map((id) => ({ id })))
      .onConflictDoNothing();
    // Another transaction may have made and credited one of them meanwhile: read what is there.
    found.push(...(await selectForUpdate(tx, missing)));
  }
  return new Map(found.map((account) => [account.id, { ...emptyAccount(account.id), ...account }]));
}

function selectForUpdate(tx: Tx, ids: readonly string[]): Promise<Account[]> {
  return tx
    .select({
      id: creditAccounts.id,
      balance: creditAccounts.balance,
      held: creditAccounts.held,
      entrySeq: creditAccounts.entrySeq,
      headHash: creditAccounts.headHash,
    })
    .from(creditAccounts)
    .where(inArray(creditAccounts.id, [...ids]))
    .orderBy(creditAccounts.id)
    .for("update");
}

async function readEffects(tx: Tx, ids: string[], keys: string[]): Promise<Effect[]> {
  if (keys.length === 0) return [];
  const rows = await tx
    .select()
    .from(ledgerEffects)
    .where(and(inArray(ledgerEffects.accountId, ids), inArray(ledgerEffects.idempotencyKey, keys)));
  return rows.map((row) => ({ ...row, answer: row.answer as Effect["answer"] }));
}

async function readPaymentEntries(tx: Tx, ids: string[], payments: string[]): Promise<Entry[]> {
  if (payments.length === 0) return [];
  const rows = await tx
    .select()
    .from(ledgerEntries)
    .where(
      and(
        inArray(ledgerEntries.accountId, ids),
        eq(ledgerEntries.sourceType, "payment"),
        inArray(ledgerEntries.sourceId, payments),
      ),
    )
    .orderBy(ledgerEntries.accountId, ledgerEntries.seq);
  return rows.map(toEntry);
}

async function readLots(tx: Tx, ids: string[], entries: readonly Entry[]): Promise<Lot[]> {
  const taken = entries.flatMap((entry) => entry.allocations.map(({ grantId }) => grantId));
  const wanted = gt(creditGrants.remaining, sql`0`);
  return tx
    .select()
    .from(creditGrants)
    .where(
      and(
        inArray(creditGrants.accountId, ids),
        taken.length === 0 ? wanted : or(wanted, inArray(creditGrants.id, taken)),
      ),
    );
}

/** A row of ledger_entries as the ledger's own type. */
export function toEntry(row: typeof ledgerEntries.$inferSelect): Entry {
  return {
    ...row,
    allocations: row.allocations.map(({ grantId, amount }) => ({
      grantId,
      amount: parseCredits(amount),
    })),
  };
}

function groupBySource(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.sourceId) ?? [];
    group.push(entry);
    groups.set(entry.sourceId, group);
  }
  return groups;
}
