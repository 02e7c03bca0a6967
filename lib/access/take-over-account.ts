import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { hashPassword } from "./password-hash";
import { newPassword } from "./password-rules";
import { removeAllAccess } from "./revoke-access";
import { lockUser, parseFields } from "./users";
import { markVerified } from "./verify-email";

/**
 * Gives an account that was never verified to the owner of its address, for whom an operator
 * vouches: every way in that its creator set up is removed.
 * @throws ProductError invalid_input for a weak password
 */
export async function takeOverAccount(
  database: Database,
  userId: string,
  password: string,
  actor: string,
): Promise<void> {
  const checked = parseFields(z.object({ newPassword }), { newPassword: password });
  const passwordHash = await hashPassword(checked.newPassword);
  await database.transaction(async (tx) => {
    await lockUser(tx, userId);
    await removeAllAccess(tx, userId);
    await tx.update(users).set({ passwordHash }).where(eq(users.id, userId));
    await markVerified(tx, userId);
    const target = { type: "user", id: userId };
    await recordAudit(tx, { actor, action: "user.take_over", target });
  });
}
