import type { Tx } from "@/db/client";
import { type AuditEntry, recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";

/** Who does it, and why. Kept in the audit log, in the transaction of the change. */
export interface AdminReason {
  /** The admin's user id. */
  readonly admin: string;
  /** A sentence; not empty. */
  readonly reason: string;
}

const MAX_REASON = 500;

/** Records what an admin does to a customer's money. */
export async function recordAdminAction(
  tx: Tx,
  { admin, reason }: AdminReason,
  entry: Omit<AuditEntry, "actor">,
): Promise<void> {
  await recordAudit(tx, { actor: admin, ...entry, details: { ...entry.details, reason } });
}

/** @throws ProductError invalid_input for a reason that says nothing, or too much */
export function checkReason(reason: string): string {
  const text = reason.trim();
  if (text.length === 0 || text.length > MAX_REASON) {
    const detail =
      text.length === 0
        ? "Say why: the reason is kept with what you do."
        : `Give a reason of at most ${MAX_REASON} characters.`;
    throw new ProductError("invalid_input", { detail, extra: { fields: { reason: detail } } });
  }
  return text;
}
