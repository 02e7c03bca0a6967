import type { Database } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { isProductError } from "@/lib/shared/errors";
import { log } from "@/lib/shared/log";
import { admitTry } from "./limits";
import type { User } from "./users";

/**
 * Keeps in the audit log that a user asked for what their role may not do. Past a limit it stands in
 * the log of the server only.
 * @param permission what was missing, or "admin"
 */
export async function recordRefusedPermission(
  database: Database,
  user: User,
  permission: string,
): Promise<void> {
  log.warn({ userId: user.id, role: user.role, permission }, "A permission was missing");
  try {
    await admitTry(database, "audit_refusal", user.id);
  } catch (error) {
    if (isProductError(error, "rate_limited")) return;
    throw error;
  }
  await recordAudit(database.read, {
    actor: user.id,
    action: "permission.refuse",
    details: { permission, role: user.role },
  });
}
