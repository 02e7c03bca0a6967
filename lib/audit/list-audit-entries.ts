import { and, desc, eq, gte, lt, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema";

/** An entry of the audit log, as it was recorded. */
export type StoredAuditEntry = typeof auditLog.$inferSelect;

export interface AuditFilter {
  /** A user's id, or a word such as "cli". */
  readonly actor?: string;
  /** The id of who did it, of what it was done to, or of the request in which it was done. */
  readonly anyId?: string;
  /** A whole action ("pack.activate"), or what its actions begin with ("pack."). */
  readonly action?: string;
  /** The id of what something was done to, of whatever type. */
  readonly targetId?: string;
  readonly from?: Date;
  /** Exclusive. */
  readonly to?: Date;
  /** The timestamp and id of the last row of the page before. */
  readonly before?: { readonly at: Date; readonly id: string };
  /** At most 1,000. */
  readonly limit: number;
}

const MAX_ROWS = 1_000;

/** Lists entries of the audit log, newest first, a page at a time. */
export function listAuditEntries(db: Db, filter: AuditFilter): Promise<StoredAuditEntry[]> {
  const { actor, anyId, targetId, from, to } = filter;
  return db
    .select()
    .from(auditLog)
    .where(
      and(
        actor ? eq(auditLog.actor, actor) : undefined,
        anyId
          ? or(
              eq(auditLog.actor, anyId),
              eq(auditLog.targetId, anyId),
              eq(auditLog.requestId, anyId),
            )
          : undefined,
        hasAction(filter.action),
        targetId ? eq(auditLog.targetId, targetId) : undefined,
        from && gte(auditLog.at, from),
        to && lt(auditLog.at, to),
        isOlder(filter.before),
      ),
    )
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(Math.min(filter.limit, MAX_ROWS));
}

function hasAction(action: string | undefined): SQL | undefined {
  if (!action) return undefined;
  return action.endsWith(".")
    ? sql`starts_with(${auditLog.action}, ${action})`
    : eq(auditLog.action, action);
}

function isOlder(before: AuditFilter["before"]): SQL | undefined {
  return (
    before &&
    or(
      lt(auditLog.at, before.at),
      and(eq(auditLog.at, before.at), sql`${auditLog.id} < ${before.id}`),
    )
  );
}
