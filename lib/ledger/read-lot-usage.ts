import { and, arrayOverlaps, eq, gt, inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { ledgerEntries } from "@/db/schema";
import { fromStoredEntry } from "./rows";
import type { Entry, Lot } from "./state";

/** What uses credits, and what gives used ones back. */
const USAGE_KINDS = ["spend", "capture", "spend_reversal"] as const;

/** The entries that used some of an account's lots, or gave it back, oldest first. */
export async function listUsageOfLots(
  db: Db,
  accountId: string,
  lots: readonly Lot[],
): Promise<Entry[]> {
  if (lots.length === 0) return [];
  const made = Math.min(...lots.map(({ entrySeq }) => entrySeq));
  const ids = lots.map(({ id }) => id);
  const rows = await db
    .select()
    .from(ledgerEntries)
    .where(
      and(
        eq(ledgerEntries.accountId, accountId),
        gt(ledgerEntries.seq, made),
        inArray(ledgerEntries.kind, [...USAGE_KINDS]),
        arrayOverlaps(ledgerEntries.lots, ids),
      ),
    )
    .orderBy(ledgerEntries.seq);
  return rows.map(fromStoredEntry);
}
