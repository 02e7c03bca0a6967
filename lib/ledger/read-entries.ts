import { and, desc, eq, gte, inArray, lt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { creditLots, entryKind, ledgerEntries } from "@/db/schema";
import { PAYMENT_KINDS } from "./post";
import { fromStoredEntry } from "./rows";
import type { Entry, EntryKind, Lot } from "./state";

export const ENTRY_KINDS = entryKind.enumValues;

/** Which entries of an account a list shows. */
export interface EntryFilter {
  readonly accountId: string;
  readonly kind?: EntryKind | undefined;
  /** What used the credits, as spends name it. */
  readonly service?: string | undefined;
  /** Not before this instant. */
  readonly from?: Date | undefined;
  /** Before this instant. */
  readonly to?: Date | undefined;
  /** Before this seq: where the page before ended. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** An account's entries, newest first. */
export async function listEntries(db: Db, filter: EntryFilter): Promise<Entry[]> {
  const rows = await db
    .select()
    .from(ledgerEntries)
    .where(
      and(
        eq(ledgerEntries.accountId, filter.accountId),
        filter.kind === undefined ? undefined : eq(ledgerEntries.kind, filter.kind),
        filter.service === undefined
          ? undefined
          : and(
              eq(ledgerEntries.sourceType, "service"),
              eq(ledgerEntries.sourceId, filter.service),
            ),
        filter.from === undefined ? undefined : gte(ledgerEntries.createdAt, filter.from),
        filter.to === undefined ? undefined : lt(ledgerEntries.createdAt, filter.to),
        filter.before === undefined ? undefined : lt(ledgerEntries.seq, filter.before),
      ),
    )
    .orderBy(desc(ledgerEntries.seq))
    .limit(filter.limit);
  return rows.map(fromStoredEntry);
}

/** @returns one entry of an account, by its number; undefined when there is none */
export async function readEntry(
  db: Db,
  accountId: string,
  seq: number,
): Promise<Entry | undefined> {
  const [row] = await db
    .select()
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.accountId, accountId), eq(ledgerEntries.seq, seq)));
  return row && fromStoredEntry(row);
}

/** @returns what gave an entry back; undefined while nothing did */
export async function findReversal(
  db: Db,
  accountId: string,
  seq: number,
): Promise<number | undefined> {
  const [row] = await db
    .select({ seq: ledgerEntries.seq })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.accountId, accountId), eq(ledgerEntries.reverses, seq)))
    .orderBy(ledgerEntries.seq)
    .limit(1);
  return row?.seq;
}

/** What a payment moved, oldest first: its purchase, then what refunds and disputes took or gave. */
export async function listEntriesOfPayment(
  db: Db,
  accountId: string,
  paymentId: string,
): Promise<Entry[]> {
  const rows = await db
    .select()
    .from(ledgerEntries)
    .where(
      and(
        eq(ledgerEntries.accountId, accountId),
        eq(ledgerEntries.sourceId, paymentId),
        inArray(ledgerEntries.kind, [...PAYMENT_KINDS]),
      ),
    )
    .orderBy(ledgerEntries.seq);
  return rows.map(fromStoredEntry);
}

/** The lots that came of one payment, used up or not. */
export function listLotsOfPayment(db: Db, accountId: string, paymentId: string): Promise<Lot[]> {
  return db
    .select()
    .from(creditLots)
    .where(
      and(
        eq(creditLots.accountId, accountId),
        eq(creditLots.sourceType, "payment"),
        eq(creditLots.sourceId, paymentId),
      ),
    );
}
