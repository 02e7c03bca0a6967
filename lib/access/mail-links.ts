import { z } from "zod";
import type { Database } from "@/db/client";
import { ProductError } from "@/lib/shared/errors";
import { enqueueAccountMail } from "./account-mail";
import { enqueueAccountRequest } from "./account-requests";
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

type LinkKind = "sign-in-link" | "reset-password";

/** RFC 5321: no address is longer. */
const MAX_EMAIL = 254;

interface LinkRequest {
  readonly email: string;
  readonly ip: string | undefined;
}

/**
 * Mails a link to sign in without a password, if the address has a verified account; or one to
 * choose a new password. Every address gets the same answer after the same time: the worker looks
 * whose it is.
 * @throws ProductError rate_limited
 */
export async function requestLink(
  database: Database,
  { email, ip, kind }: LinkRequest & { readonly kind: LinkKind },
): Promise<void> {
  if (ip) await admitTry(database, "mail_network", networkOf(ip));
  await admitTry(database, "mail_account", normaliseEmail(email));
  await enqueueAccountRequest(database, { kind, email: email.slice(0, MAX_EMAIL) });
}

/** Mails the link that was asked for, if the address has an account that may have it. */
export async function mailLink(
  database: Database,
  { kind, email }: { readonly kind: LinkKind; readonly email: string },
): Promise<void> {
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
