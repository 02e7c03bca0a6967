import { and, eq, isNull, ne } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import { enqueueAccountMail } from "./account-mail";
import { endAccess } from "./revoke-access";
import { lockUser, type Role } from "./users";

/**
 * Gives a user another role. Their sessions and API keys end: what was begun with other rights
 * must not go on with these.
 * @param actor the admin's user id, or a word such as "cli"
 * @throws ProductError not_found; conflict when the address isn't verified (whoever signed up with
 *   it would get the role), or when the last admin would be gone; forbidden for one's own role
 */
export async function setRole(
  database: Database,
  userId: string,
  role: Role,
  actor: string,
): Promise<void> {
  if (actor === userId) {
    throw new ProductError("forbidden", { detail: "You can't change your own role." });
  }
  await database.transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (user.role === role) return;
    if (!user.emailVerified && role !== "buyer") {
      throw new ProductError("conflict", {
        detail: "This email address isn't verified, so the account may belong to someone else.",
      });
    }
    if (user.role === "admin") await assertAnotherAdmin(tx, userId);
    await tx.update(users).set({ role }).where(eq(users.id, userId));
    await endAccess(tx, userId);
    await recordAudit(tx, {
      actor,
      action: "role.change",
      target: { type: "user", id: userId },
      details: { before: user.role, after: role },
    });
    await enqueueAccountMail(tx, { kind: "role-changed", userId, facts: { what: role } });
  });
}

/**
 * Locks the other admins, so that two who remove each other at once don't both succeed.
 * @throws ProductError conflict
 */
export async function assertAnotherAdmin(tx: Tx, userId: string): Promise<void> {
  const others = await tx
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.role, "admin"),
        ne(users.id, userId),
        isNull(users.deletedAt),
        isNull(users.disabledAt),
      ),
    )
    .orderBy(users.id)
    .for("update");
  if (others.length > 0) return;
  throw new ProductError("conflict", {
    detail: "This is the last admin. Make another user an admin first.",
  });
}
