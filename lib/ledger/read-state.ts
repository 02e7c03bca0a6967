import { and, eq, or, type SQLWrapper, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runPrepared } from "@/db/prepared";
import { creditAccounts, creditGrants, ledgerEffects, ledgerEntries } from "@/db/schema";
import { parseCredits } from "@/lib/shared/credits";
import type { Command } from "./commands";
import { type AccountState, type Effect, type Entry, emptyAccount } from "./state";

/**
 * Locks the accounts of a batch, making those that are new, and loads what its decisions need.
 *
 * The five statements are of constant text and leave together, so they cost one round trip; the
 * connection runs them in order, each with a snapshot of its own (read committed), so that those
 * after the lock see what the previous holder of the lock committed.
 */
export async function readStates(
  tx: Tx,
  commands: readonly Command[],
): Promise<Map<string, AccountState>> {
  if (commands.length === 0) return new Map();
  const ids = distinct(commands.map((command) => command.accountId)).sort();
  const takers = distinct(commands.filter(takesFromLots).map((command) => command.accountId));
  const keys = commands.flatMap((command) =>
    command.kind === "clawback" ? [] : [command.idempotencyKey],
  );
  const payments = commands.flatMap((command) =>
    "paymentId" in command ? [command.paymentId] : [],
  );
  const [, accounts, effects, entries, lots] = await Promise.all([
    makeAccounts(tx, ids),
    lockAccounts(tx, ids),
    readEffects(tx, ids, keys),
    readPaymentEntries(tx, ids, payments),
    readLots(tx, takers, payments),
  ]);
  const effectsOf = groupBy(effects, (effect) => effect.accountId);
  const entriesOf = groupBy(entries, (entry) => entry.accountId);
  const lotsOf = groupBy(lots, (lot) => lot.accountId);
  return new Map(
    accounts.map((account): [string, AccountState] => [
      account.id,
      {
        ...emptyAccount(account.id),
        ...account,
        lots: mapBy(lotsOf.get(account.id) ?? [], (lot) => lot.id),
        paymentEntries: groupBy(entriesOf.get(account.id) ?? [], (entry) => entry.sourceId),
        effects: mapBy(effectsOf.get(account.id) ?? [], (effect) => effect.idempotencyKey),
      },
    ]),
  );
}

/** What only adds credits needs no other lots; a person may have thousands of open ones. */
function takesFromLots(command: Command): boolean {
  return command.kind === "spend" || command.kind === "clawback";
}

/**
 * Comes before any lock, and in id order as the locks do. Made after the locks, a new account
 * could be waited for by somebody who holds another lock: a deadlock between overlapping batches.
 */
function makeAccounts(tx: Tx, ids: readonly string[]): Promise<void> {
  return runPrepared(
    tx,
    sql`insert into credit_accounts (id) select id from unnest(${sql.param(ids)}::uuid[]) as id order by id on conflict do nothing`,
  );
}

function lockAccounts(tx: Tx, ids: readonly string[]) {
  return tx
    .select({
      id: creditAccounts.id,
      balance: creditAccounts.balance,
      held: creditAccounts.held,
      entrySeq: creditAccounts.entrySeq,
      headHash: creditAccounts.headHash,
    })
    .from(creditAccounts)
    .where(isAnyOf(creditAccounts.id, ids))
    .orderBy(creditAccounts.id)
    .for("update")
    .prepare("lock_accounts")
    .execute();
}

async function readEffects(tx: Tx, ids: string[], keys: string[]): Promise<Effect[]> {
  const rows = await tx
    .select()
    .from(ledgerEffects)
    .where(and(isAnyOf(ledgerEffects.accountId, ids), isAnyOf(ledgerEffects.idempotencyKey, keys)))
    .prepare("read_effects")
    .execute();
  return rows.map((row) => ({ ...row, answer: row.answer as Effect["answer"] }));
}

async function readPaymentEntries(tx: Tx, ids: string[], payments: string[]): Promise<Entry[]> {
  const rows = await tx
    .select()
    .from(ledgerEntries)
    .where(ofPayments(ids, payments))
    .orderBy(ledgerEntries.accountId, ledgerEntries.seq)
    .prepare("read_payment_entries")
    .execute();
  return rows.map(toEntry);
}

/** Open lots, and those that entries of the payments took from: a reversal gives back to them. */
function readLots(tx: Tx, ids: string[], payments: string[]) {
  const taken = tx
    .select({ id: sql`(allocation->>'grantId')::uuid` })
    .from(ledgerEntries)
    .innerJoin(sql`jsonb_array_elements(${ledgerEntries.allocations}) allocation`, sql`true`)
    .where(ofPayments(ids, payments));
  const owned = isAnyOf(creditGrants.accountId, ids);
  return tx
    .select()
    .from(creditGrants)
    .where(
      or(
        and(owned, sql`${creditGrants.remaining} > 0`),
        and(owned, sql`${creditGrants.id} = any(array(${taken}))`),
      ),
    )
    .prepare("read_lots")
    .execute();
}

function ofPayments(ids: string[], payments: string[]) {
  return and(
    isAnyOf(ledgerEntries.accountId, ids),
    eq(ledgerEntries.sourceType, "payment"),
    isAnyOf(ledgerEntries.sourceId, payments),
  );
}

/** As inArray, with one parameter however many values there are: the text stays the same. */
function isAnyOf(column: SQLWrapper, values: readonly string[]) {
  return sql`${column} = any(${sql.param(values)})`;
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

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function mapBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item> {
  return new Map(items.map((item) => [keyOf(item), item]));
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
