import { createHash } from "node:crypto";
import { and, asc, gt, gte, lt, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema";

const PAGE_ROWS = 2_000;

export interface AuditDigest {
  readonly entries: number;
  readonly digest: Buffer;
}

/** A span of time. */
interface Span {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/** Whether the audit log has entries of a span of time. */
export async function hasAuditEntries(db: Db, { from, to }: Span): Promise<boolean> {
  const rows = await db
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(and(gte(auditLog.at, from), lt(auditLog.at, to)))
    .limit(1);
  return rows.length > 0;
}

/**
 * Continues the chained hash over the audit log with the entries of a span of time, in order. The
 * address (`ip`) isn't covered, so that it can be erased.
 */
export async function continueAuditDigest(
  db: Db,
  before: AuditDigest,
  { from, to }: Span,
): Promise<AuditDigest> {
  let { entries, digest } = before;
  let last: { at: Date; id: string } | undefined;
  for (;;) {
    const rows = await db
      .select()
      .from(auditLog)
      .where(and(gte(auditLog.at, from), lt(auditLog.at, to), last && isBehind(last)))
      .orderBy(asc(auditLog.at), asc(auditLog.id))
      .limit(PAGE_ROWS);
    for (const row of rows) {
      digest = createHash("sha256").update(digest).update(serialise(row)).digest();
      entries += 1;
    }
    last = rows.at(-1);
    if (rows.length < PAGE_ROWS) return { entries, digest };
  }
}

function isBehind({ at, id }: { at: Date; id: string }) {
  return or(gt(auditLog.at, at), and(sql`${auditLog.at} = ${at}`, gt(auditLog.id, id)));
}

function serialise(row: typeof auditLog.$inferSelect): string {
  const { id, at, actor, action, targetType, targetId, requestId, details } = row;
  return JSON.stringify([
    ...[id, at.getTime(), actor, action, targetType, targetId, requestId],
    // jsonb keeps keys in an order of its own, always the same.
    JSON.stringify(details),
  ]);
}
