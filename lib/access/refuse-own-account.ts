import type { Db } from "@/db/client";
import { isId } from "@/lib/shared/ids";
import { assertNotOwnAccount } from "./permissions";
import { findUserById } from "./users";

/**
 * Refuses to let staff change the credits of their own account, where only their id is at hand.
 * @param adminId a user's id, or a word such as "cli", which has no account
 * @throws ProductError forbidden
 */
export async function refuseOwnAccount(db: Db, adminId: string, accountId: string): Promise<void> {
  const admin = isId(adminId) ? await findUserById(db, adminId) : undefined;
  if (admin) assertNotOwnAccount(admin, accountId);
}
