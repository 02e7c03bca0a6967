import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database, Tx } from "@/db/client";
import { users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import { enqueueAccountMail } from "./account-mail";
import { revokeAllApiKeys } from "./api-keys";
import { forgetDevices } from "./known-devices";
import { admitTry, forgetTries } from "./limits";
import { voidTokens } from "./one-time-tokens";
import { hashPassword, isRightPassword } from "./password-hash";
import { newPassword } from "./password-rules";
import { endSessions } from "./sessions";
import { findUserById, parseFields } from "./users";

const WRONG_PASSWORD = "The current password is wrong.";

/**
 * Changes a user's password, which signs them out everywhere.
 * @param given.revokeKeys whether API keys end, too: wise after a theft, and services that use
 *   them stop
 * @throws ProductError invalid_input when the current password is wrong or the new one too weak;
 *   rate_limited
 */
export async function changePassword(
  database: Database,
  userId: string,
  given: { currentPassword: string; newPassword: string; revokeKeys?: boolean },
): Promise<void> {
  const checked = parseFields(z.object({ newPassword }), { newPassword: given.newPassword });
  await assertPassword(database, userId, given.currentPassword);
  const passwordHash = await hashPassword(checked.newPassword);
  await database.transaction((tx) =>
    savePassword(tx, userId, passwordHash, given.revokeKeys ?? false),
  );
}

/**
 * Checks the password of a user who is signed in already.
 * @throws ProductError invalid_input when it is wrong, rate_limited after too many tries
 */
export async function assertPassword(
  database: Database,
  userId: string,
  password: string,
): Promise<void> {
  await admitTry(database, "proof", userId);
  const user = await findUserById(database.read, userId);
  if (!user || !(await isRightPassword(user.passwordHash, password.slice(0, 200)))) {
    throw new ProductError("invalid_input", {
      detail: WRONG_PASSWORD,
      extra: { fields: { currentPassword: WRONG_PASSWORD } },
    });
  }
  await forgetTries(database, "proof", userId);
}

/** Saves a new password: every session, link and trusted device of the old one ends with it. */
export async function savePassword(
  tx: Tx,
  userId: string,
  passwordHash: string,
  revokeKeys: boolean,
): Promise<void> {
  await tx.update(users).set({ passwordHash }).where(eq(users.id, userId));
  await endSessions(tx, userId);
  await voidTokens(tx, userId);
  await forgetDevices(tx, userId);
  const revokedKeys = revokeKeys ? await revokeAllApiKeys(tx, userId) : 0;
  await recordAudit(tx, {
    actor: userId,
    action: "password.change",
    target: { type: "user", id: userId },
    details: { revokedKeys },
  });
  await enqueueAccountMail(tx, { kind: "password-changed", userId });
}
