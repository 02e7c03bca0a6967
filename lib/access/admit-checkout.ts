import type { Database } from "@/db/client";
import { admitTry } from "./limits";
import type { User } from "./users";
import { assertVerified } from "./verified";

/**
 * Whether a user may open a checkout page now. Each page is a session at Stripe and a row here, so
 * opening them by the dozen is slowed, whatever pack or return address they name.
 * @throws ProductError forbidden for an unverified address, rate_limited
 */
export async function admitCheckout(database: Database, user: User): Promise<void> {
  assertVerified(user);
  await admitTry(database, "checkout", user.id);
}
