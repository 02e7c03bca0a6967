import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema";
import { newId } from "@/lib/shared/ids";
import { currentRequest } from "@/lib/shared/request-context";

/** Who did what. */
export interface AuditEntry {
  /** A user's id, or a word such as "cli". */
  readonly actor: string;
  /** What was done, as noun.verb: "password.change". */
  readonly action: string;
  readonly target?: { readonly type: string; readonly id: string };
  readonly details?: Readonly<Record<string, unknown>>;
  /** From where, when it isn't the request that is being answered. */
  readonly ip?: string;
  /** The same of its id. */
  readonly requestId?: string;
}

/**
 * Keeps who did what, with the id of the request in which it was done and its address. Inside a transaction, so
 * that the change and its entry are one.
 */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<void> {
  const request = currentRequest();
  await db.insert(auditLog).values({
    id: newId(),
    actor: entry.actor,
    action: entry.action,
    targetType: entry.target?.type,
    targetId: entry.target?.id,
    details: { ...entry.details },
    ip: entry.ip ?? request?.ip,
    requestId: entry.requestId ?? request?.requestId,
  });
}
