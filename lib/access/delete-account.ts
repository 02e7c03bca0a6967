import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import {
  apiKeys,
  emails,
  knownDevices,
  oneTimeTokens,
  sessions,
  userIdentities,
  users,
} from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import { enqueueAccountMail } from "./account-mail";
import { removeAllAccess } from "./revoke-access";
import { assertAnotherAdmin } from "./roles";
import { lockUser, normaliseEmail, type User } from "./users";

/**
 * Deletes a user's account: every way in and everything personal is removed. What was bought and
 * spent stays under the account's id, which no longer leads to anybody: accounts must be kept, and
 * the ledger can't be changed.
 * @param typedEmail the user's address, typed as a confirmation
 * @throws ProductError invalid_input when it isn't, conflict for the last admin
 */
export async function deleteAccount(
  database: Database,
  user: User,
  typedEmail: string,
): Promise<void> {
  if (normaliseEmail(typedEmail) !== user.email) {
    const detail = "Type your email address to confirm.";
    throw new ProductError("invalid_input", { detail, extra: { fields: { email: detail } } });
  }
  await database.transaction(async (tx) => {
    const locked = await lockUser(tx, user.id);
    if (locked.role === "admin") await assertAnotherAdmin(tx, user.id);
    await removeAllAccess(tx, user.id);
    await tx.delete(userIdentities).where(eq(userIdentities.userId, user.id));
    await tx.delete(sessions).where(eq(sessions.userId, user.id));
    await tx.delete(knownDevices).where(eq(knownDevices.userId, user.id));
    await tx.delete(oneTimeTokens).where(eq(oneTimeTokens.userId, user.id));
    await tx.update(apiKeys).set({ name: "Deleted" }).where(eq(apiKeys.userId, user.id));
    await tx.delete(emails).where(eq(emails.accountId, user.accountId));
    await tx
      .update(users)
      .set({
        // Unique, and of a domain that can't exist (RFC 2606): the address is free again.
        email: `${user.id}@deleted.invalid`,
        name: "Deleted user",
        role: "buyer",
        emailVerifiedAt: null,
        deletedAt: sql`now()`,
      })
      .where(eq(users.id, user.id));
    await recordAudit(tx, {
      actor: user.id,
      action: "user.delete",
      target: { type: "user", id: user.id },
    });
    const address = locked.email;
    await enqueueAccountMail(tx, { kind: "account-deleted", userId: user.id, address });
  });
}
