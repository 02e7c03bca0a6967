import { and, desc, eq, sql } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { auditLog } from "@/db/schema";
import { checkReason, recordAdminAction } from "@/lib/audit/audit-entry";
import { assertId } from "@/lib/shared/assert-id";

/** Something an admin did to an account, or noted about it. */
export interface AccountRecord {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  /** The admin's email, or a word such as "cli". */
  readonly actor: string;
  readonly reason: string | undefined;
}

/**
 * Keeps a note about a customer, for admins. Notes stand in the audit log: none is ever changed.
 * @throws ProductError invalid_input for an empty note
 */
export async function addNote(
  database: Database,
  given: { readonly accountId: string; readonly text: string; readonly admin: string },
): Promise<void> {
  assertId(given.accountId, "account");
  const reason = checkReason(given.text);
  await database.transaction((tx) =>
    recordAdminAction(
      tx,
      { admin: given.admin, reason },
      { action: "customer.note", target: { type: "account", id: given.accountId } },
    ),
  );
}

/** What admins did to an account and noted about it, newest first. */
export async function listAccountRecords(
  db: Db,
  accountId: string,
  limit: number,
): Promise<AccountRecord[]> {
  const entries = await db
    .select({
      ...{ id: auditLog.id, at: auditLog.at, action: auditLog.action, details: auditLog.details },
      actor: sql<string>`coalesce((select email from users where users.id =
        case when ${auditLog.actor} ~ '^[0-9a-f-]{36}$' then ${auditLog.actor}::uuid end), ${auditLog.actor})`,
    })
    .from(auditLog)
    .where(and(eq(auditLog.targetType, "account"), eq(auditLog.targetId, accountId)))
    .orderBy(desc(auditLog.id))
    .limit(limit);
  return entries.map(({ id, at, action, actor, details }) => ({
    ...{ id, at, action, actor },
    reason: typeof details.reason === "string" ? details.reason : undefined,
  }));
}
