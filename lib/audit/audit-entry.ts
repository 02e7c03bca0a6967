import type { Tx } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";

/** Who does it, and why. Kept in the audit log, in the transaction of the change. */
export interface AdminReason {
  /** The admin's user id. */
  readonly admin: string;
  /** A sentence; not empty. */
  readonly reason: string;
}

interface AuditEntry {
  /** What was done, as noun.verb: "pack.activate". */
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string };
  readonly details?: Readonly<Record<string, unknown>>;
}

const MAX_REASON = 500;

/** Leaves a trace of what an admin does to somebody's money. */
export async function recordAdminAction(
  tx: Tx,
  { admin, reason }: AdminReason,
  entry: AuditEntry,
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
