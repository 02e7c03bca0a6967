import { z } from "zod";
import type { Database } from "@/db/client";
import { ProductError } from "@/lib/shared/errors";
import { enqueueAccountMail } from "./account-mail";
import { savePassword } from "./change-password";
import { networkOf } from "./client-address";
import { admitTry } from "./limits";
import { redeemToken } from "./one-time-tokens";
import { hashPassword } from "./password-hash";
import { newPassword } from "./password-rules";
import { removeAllAccess } from "./revoke-access";
import { assertEnabled } from "./sign-in";
import { findUserByEmail, lockUser, normaliseEmail, parseFields } from "./users";
import { markVerified } from "./verify-email";

interface LinkRequest {
  readonly email: string;
  readonly ip: string | undefined;
}

/**
 * Mails a link to sign in without a password, if the address has a verified account. The answer is
 * the same either way.
 * @throws ProductError rate_limited
 */
export function requestSignInLink(database: Database, request: LinkRequest): Promise<void> {
  return mailLink(database, request, "sign-in-link");
}

/** The same with a link to choose a new password. @throws ProductError rate_limited */
export function requestPasswordReset(database: Database, request: LinkRequest): Promise<void> {
  return mailLink(database, request, "reset-password");
}

async function mailLink(
  database: Database,
  { email, ip }: LinkRequest,
  kind: "sign-in-link" | "reset-password",
): Promise<void> {
  if (ip) await admitTry(database, "mail_network", networkOf(ip));
  await admitTry(database, "mail_account", normaliseEmail(email));
  const user = await findUserByEmail(database.read, email);
  if (!user || user.disabled || (kind === "sign-in-link" && !user.emailVerified)) return;
  await database.transaction((tx) => enqueueAccountMail(tx, { kind, userId: user.id }));
}

/**
 * Sets the password of whoever read the mail with the reset link. That proves the address, too: an
 * account that someone else had made with it loses every way in that they left.
 * @throws ProductError invalid_input for a weak password, or a link that was used or has expired
 */
export async function resetPassword(
  database: Database,
  given: { token: string; newPassword: string; revokeKeys: boolean },
): Promise<void> {
  const checked = parseFields(z.object({ newPassword }), { newPassword: given.newPassword });
  const passwordHash = await hashPassword(checked.newPassword);
  await database.transaction(async (tx) => {
    const used = await redeemToken(tx, "reset_password", given.token);
    if (!used?.userId) throw linkUsed();
    const user = await lockUser(tx, used.userId);
    if (user.email !== used.email) throw linkUsed();
    assertEnabled(user);
    if (!user.emailVerified) {
      await removeAllAccess(tx, user.id);
      await markVerified(tx, user.id);
    }
    await savePassword(tx, user.id, passwordHash, given.revokeKeys);
  });
}

/** What is answered to a link that works no more. */
export function linkUsed(): ProductError {
  return new ProductError("invalid_input", {
    detail: "This link was used already or has expired. Ask for a new one.",
  });
}
