import { and, eq, gt, inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { ledgerEntries } from "@/db/schema";
import { fromStoredEntry } from "./rows";
import type { Entry, Lot } from "./state";

const PAGE = 1_000;
/** What uses credits, and what gives used ones back. */
const USAGE_KINDS = ["spend", "capture", "spend_reversal"] as const;

/** The entries that used some of an account's lots, or gave it back, oldest first. */
export async function listUsageOfLots(
  db: Db,
  accountId: string,
  lots: readonly Lot[],
): Promise<Entry[]> {
  const ids = new Set(lots.map(({ id }) => id));
  const used: Entry[] = [];
  let after = Math.min(...lots.map(({ entrySeq }) => entrySeq));
  while (lots.length > 0) {
    const rows = await db
      .select()
      .from(ledgerEntries)
      .where(
        and(
          eq(ledgerEntries.accountId, accountId),
          gt(ledgerEntries.seq, after),
          inArray(ledgerEntries.kind, [...USAGE_KINDS]),
        ),
      )
      .orderBy(ledgerEntries.seq)
      .limit(PAGE);
    const entries = rows.map(fromStoredEntry);
    used.push(...entries.filter((entry) => touches(entry, ids)));
    const last = entries.at(-1);
    if (!last || entries.length < PAGE) break;
    after = last.seq;
  }
  return used;
}

function touches({ allocations }: Entry, lots: ReadonlySet<string>): boolean {
  return allocations.some(({ lotId }) => lots.has(lotId));
}
