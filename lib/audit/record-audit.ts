import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema";
import { newId } from "@/lib/shared/ids";

/** Who did what. */
export interface AuditEntry {
  /** A user's id, or a word such as "cli". */
  readonly actor: string;
  /** What was done, as noun.verb: "password.change". */
  readonly action: string;
  readonly target?: { readonly type: string; readonly id: string };
  readonly details?: Readonly<Record<string, unknown>>;
  readonly ip?: string;
}

/** Keeps who did what. Inside a transaction, so that the change and its entry are one. */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db.insert(auditLog).values({
    id: newId(),
    actor: entry.actor,
    action: entry.action,
    targetType: entry.target?.type,
    targetId: entry.target?.id,
    details: { ...entry.details },
    ip: entry.ip,
  });
}
