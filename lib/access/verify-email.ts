import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { enqueue } from "@/lib/queue/enqueue";
import { redeemCode, redeemToken } from "./one-time-tokens";
import type { StoredUser } from "./users";

/**
 * Verifies a user's address by what the mail held: the six-digit code, or the token of its link.
 * Ask for the password first: who signed up with another person's address must not profit when
 * the owner opens the link.
 * @returns whether it was right
 */
export async function verifyEmail(
  database: Database,
  user: StoredUser,
  proof: string,
): Promise<boolean> {
  // Not in a transaction: a try that failed must stay counted.
  const used = /^\d{6}$/.test(proof)
    ? await redeemCode(database.read, "verify_email", user.id, proof)
    : await redeemToken(database.read, "verify_email", proof);
  if (used?.userId !== user.id || used.email !== user.email) return false;
  await database.transaction((tx) => markVerified(tx, user.id));
  return true;
}

/**
 * Has the credits given that campaigns give for a sign-up: only whose address is proved gets them.
 */
export async function enqueueSignUpGrants(tx: Tx, accountId: string): Promise<void> {
  await enqueue(tx, [{ queue: "sign-up-grants", data: { accountId }, id: accountId }]);
}

/** Notes that mail to the user's address reaches the user. */
export async function markVerified(tx: Tx, userId: string): Promise<void> {
  const changed = await tx
    .update(users)
    .set({ emailVerifiedAt: sql`now()` })
    .where(and(eq(users.id, userId), isNull(users.emailVerifiedAt)))
    .returning({ accountId: users.accountId });
  const [user] = changed;
  if (!user) return;
  await enqueueSignUpGrants(tx, user.accountId);
  await recordAudit(tx, {
    actor: userId,
    action: "email.verify",
    target: { type: "user", id: userId },
  });
}
