import type { Database } from "@/db/client";
import { isProductError } from "@/lib/shared/errors";
import { type AuditEntry, recordAudit } from "./record-audit";

/** What was typed as an id may be of any length. */
const MAX_ID = 100;

/** What somebody tries to do, as noun.verb, and to what. */
export type Attempt = Pick<AuditEntry, "actor" | "action" | "target">;

/**
 * Does something, and keeps in the audit log that it was refused: who tried what, and the code of
 * the refusal. The entry stands outside the transaction, which is rolled back. Fields that were
 * typed wrongly are no refusal.
 * @throws what `work` throws
 */
export async function auditRefusals<T>(
  database: Database,
  { actor, action, target }: Attempt,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isProductError(error) && error.code !== "invalid_input") {
      const [noun] = action.split(".", 1);
      const details = { tried: action, code: error.code };
      const named = target && { ...target, id: target.id.slice(0, MAX_ID) };
      await recordAudit(database.read, { actor, action: `${noun}.refuse`, target: named, details });
    }
    throw error;
  }
}
