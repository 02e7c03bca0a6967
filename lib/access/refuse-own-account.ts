import type { Db } from "@/db/client";
import { assertNotOwnAccount } from "./permissions";
import { findUserById } from "./users";

/**
 * Refuses to let staff change the credits of their own account, where only their id is at hand.
 * @throws ProductError forbidden
 */
export async function refuseOwnAccount(db: Db, adminId: string, accountId: string): Promise<void> {
  const admin = await findUserById(db, adminId);
  if (admin) assertNotOwnAccount(admin, accountId);
}
