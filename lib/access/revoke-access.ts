import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { passkeys, recoveryCodes, totpFactors, users } from "@/db/schema";
import { revokeAllApiKeys } from "./api-keys";
import { forgetDevices } from "./known-devices";
import { voidTokens } from "./one-time-tokens";
import { endSessions } from "./sessions";

/** Ends what is open in a user's name: sessions, API keys, links in mails. Sign-in still works. */
export async function endAccess(tx: Tx, userId: string): Promise<void> {
  await endSessions(tx, userId);
  await revokeAllApiKeys(tx, userId);
  await voidTokens(tx, userId);
}

/**
 * Removes every way in that was set up before the owner of the address came: whoever signed up
 * with the address of another person is out, and what they left behind opens nothing.
 */
export async function removeAllAccess(tx: Tx, userId: string): Promise<void> {
  await endAccess(tx, userId);
  await forgetDevices(tx, userId);
  await tx.delete(passkeys).where(eq(passkeys.userId, userId));
  await tx.delete(totpFactors).where(eq(totpFactors.userId, userId));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.update(users).set({ passwordHash: null }).where(eq(users.id, userId));
}
