import { env } from "@/env";
import { ProductError } from "@/lib/shared/errors";
import type { User } from "./users";

/**
 * Whether a user may hold keys and buy: the address is verified, or the operator said that
 * accounts here need no verification (ALLOW_UNVERIFIED_ACCOUNTS).
 */
export function isVerified(
  user: Pick<User, "emailVerified">,
  unverifiedAllowed?: boolean,
): boolean {
  return user.emailVerified || (unverifiedAllowed ?? env().signIn.unverifiedAllowed);
}

/**
 * Refuses what only a verified user may do. Otherwise a stranger could sign up with another
 * person's address and wait for the owner to fill the account.
 * @throws ProductError forbidden
 */
export function assertVerified(user: Pick<User, "emailVerified">): void {
  if (isVerified(user)) return;
  throw new ProductError("forbidden", {
    detail: "Verify your email address first: open the link in the mail that we sent you.",
  });
}
