import { and, desc, eq, gte, ilike, lt, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { ledgerEntries } from "@/db/schema";

/** Which of an account's entries are asked for. */
export interface ActivitySearch {
  readonly accountId: string;
  readonly kind?: ActivityKind;
  /** A part of the reason, or of what the entry names: a service, a model, a reference. */
  readonly text?: string;
  /** Not before this. */
  readonly from?: Date;
  /** Before this. */
  readonly to?: Date;
  /** Only entries before this seq. */
  readonly before?: number;
  readonly limit: number;
}

const columns = {
  seq: ledgerEntries.seq,
  kind: ledgerEntries.kind,
  amount: ledgerEntries.amount,
  balanceAfter: ledgerEntries.balanceAfter,
  reason: ledgerEntries.reason,
  actor: ledgerEntries.actor,
  sourceType: ledgerEntries.sourceType,
  sourceId: ledgerEntries.sourceId,
  metadata: ledgerEntries.metadata,
  createdAt: ledgerEntries.createdAt,
};

/** An entry as its owner sees it. */
export type Activity = Pick<
  typeof ledgerEntries.$inferSelect,
  keyof typeof columns & keyof typeof ledgerEntries.$inferSelect
>;
export type ActivityKind = Activity["kind"];

/** A text has no index: it is looked for in this many entries, the newest that fit otherwise. */
const MAX_SEARCHED = 50_000;

/** An account's entries, newest first. */
export async function searchActivity(db: Db, filter: ActivitySearch): Promise<Activity[]> {
  const { accountId, kind, text, from, to, before, limit } = filter;
  const fits = and(
    eq(ledgerEntries.accountId, accountId),
    kind && eq(ledgerEntries.kind, kind),
    from && gte(ledgerEntries.createdAt, from),
    to && lt(ledgerEntries.createdAt, to),
    before === undefined ? undefined : lt(ledgerEntries.seq, before),
    text ? await reachOf(db, accountId, before) : undefined,
    text ? containsText(text) : undefined,
  );
  return db
    .select(columns)
    .from(ledgerEntries)
    .where(fits)
    .orderBy(desc(ledgerEntries.seq))
    .limit(limit);
}

/** Seqs have no gaps, so a number of entries is a range of seqs. */
async function reachOf(db: Db, accountId: string, before: number | undefined): Promise<SQL> {
  const [newest] = await db
    .select({ seq: ledgerEntries.seq })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.accountId, accountId))
    .orderBy(desc(ledgerEntries.seq))
    .limit(1);
  const end = before ?? (newest?.seq ?? 0) + 1;
  return gte(ledgerEntries.seq, end - MAX_SEARCHED) as SQL;
}

function containsText(text: string): SQL | undefined {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return or(
    ilike(ledgerEntries.reason, pattern),
    ilike(ledgerEntries.sourceId, pattern),
    sql`${ledgerEntries.metadata}::text ilike ${pattern}`,
  );
}

/** Every entry of a search, page by page: memory stays the same, however many there are. */
export async function* walkActivity(
  db: Db,
  filter: Omit<ActivitySearch, "before" | "limit">,
  pageSize = 1_000,
): AsyncGenerator<Activity> {
  let before: number | undefined;
  for (;;) {
    const page = await searchActivity(db, { ...filter, before, limit: pageSize });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    before = last.seq;
  }
}
