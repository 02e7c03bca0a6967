import { and, desc, eq, lt, lte, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { ledgerEntries } from "@/db/schema";
import { type Credits, ZERO_CREDITS } from "@/lib/shared/credits";
import type { ActivityKind } from "./search-activity";

/** What a balance consists of: the sums of all entries up to then add up to it. */
export interface BalanceExplanation {
  readonly balance: Credits;
  readonly parts: readonly {
    readonly kind: ActivityKind;
    readonly entries: number;
    readonly credits: Credits;
  }[];
}

/** An account's balance just before a time, and what it came from. */
export async function explainBalance(
  db: Db,
  accountId: string,
  before: Date,
): Promise<BalanceExplanation> {
  const [last] = await db
    .select({ seq: ledgerEntries.seq, balance: ledgerEntries.balanceAfter })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.accountId, accountId), lt(ledgerEntries.createdAt, before)))
    .orderBy(desc(ledgerEntries.seq))
    .limit(1);
  if (!last) return { balance: ZERO_CREDITS, parts: [] };
  const parts = await db
    .select({
      kind: ledgerEntries.kind,
      entries: sql<number>`count(*)::int`,
      credits: sql<Credits>`sum(${ledgerEntries.amount})`.mapWith(ledgerEntries.amount),
    })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.accountId, accountId), lte(ledgerEntries.seq, last.seq)))
    .groupBy(ledgerEntries.kind)
    .orderBy(ledgerEntries.kind);
  // A hold that was placed and released moved nothing of the balance.
  return { balance: last.balance, parts: parts.filter(({ credits }) => credits !== 0n) };
}
