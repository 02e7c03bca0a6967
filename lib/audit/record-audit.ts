import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema";
import { newId } from "@/lib/shared/ids";

export interface AuditRecord {
  /** A user's id, or a word such as "cli". */
  readonly actor: string;
  /** What was done, as noun.verb: "password.change". */
  readonly action: string;
  readonly target?: { readonly type: string; readonly id: string };
  readonly details?: Readonly<Record<string, unknown>>;
  readonly ip?: string;
}

/** Keeps who did what. Inside a transaction, so that the deed and its record are one. */
export async function recordAudit(db: Db, record: AuditRecord): Promise<void> {
  await db.insert(auditLog).values({
    id: newId(),
    actor: record.actor,
    action: record.action,
    targetType: record.target?.type,
    targetId: record.target?.id,
    details: { ...record.details },
    ip: record.ip,
  });
}
