import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { postgresCodeOf } from "@/db/postgres-error";
import { users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { enqueueAccountMail } from "./account-mail";
import { admitTry } from "./limits";
import { linkUsed } from "./mail-links";
import { redeemToken } from "./one-time-tokens";
import { lockUser, parseFields, type User, userEmail, userName } from "./users";

const UNIQUE_VIOLATION = "23505";

/** Changes a user's name. @throws ProductError invalid_input */
export async function changeName(database: Database, userId: string, name: string): Promise<void> {
  const checked = parseFields(z.object({ name: userName }), { name });
  await database.transaction(async (tx) => {
    await tx.update(users).set(checked).where(eq(users.id, userId));
    const target = { type: "user", id: userId };
    await recordAudit(tx, { actor: userId, action: "name.change", target });
  });
}

/**
 * Asks for another address: it is used once the link sent there was opened. The old address is
 * told. An address that has an account gets no link (see sendAccountMail), and the answer is the
 * same after the same time.
 * @throws ProductError invalid_input, rate_limited
 */
export async function requestEmailChange(
  database: Database,
  user: User,
  newEmail: string,
): Promise<void> {
  const { email } = parseFields(z.object({ email: userEmail }), { email: newEmail });
  await admitTry(database, "mail_account", user.id);
  await database.transaction(async (tx) => {
    const facts = { what: email };
    await enqueueAccountMail(tx, { kind: "change-email", userId: user.id, address: email });
    await enqueueAccountMail(tx, { kind: "email-change-requested", userId: user.id, facts });
    await recordAudit(tx, {
      actor: user.id,
      action: "email.request_change",
      target: { type: "user", id: user.id },
    });
  });
}

/**
 * Takes the new address, whose link the user opened while signed in. Both addresses are told.
 * @throws ProductError invalid_input when the link was used, has expired or is another user's
 */
export async function confirmEmailChange(
  database: Database,
  user: User,
  token: string,
): Promise<void> {
  try {
    await database.transaction(async (tx) => {
      const used = await redeemToken(tx, "change_email", token);
      if (used?.userId !== user.id || !used.email) throw linkUsed();
      const { email: before } = await lockUser(tx, user.id);
      const columns = { email: used.email, emailVerifiedAt: sql`now()` };
      await tx.update(users).set(columns).where(eq(users.id, user.id));
      await recordAudit(tx, {
        actor: user.id,
        action: "email.change",
        target: { type: "user", id: user.id },
      });
      const facts = { what: used.email };
      for (const address of [before, used.email]) {
        await enqueueAccountMail(tx, { kind: "email-changed", userId: user.id, address, facts });
      }
    });
  } catch (error) {
    // Somebody signed up with the address meanwhile.
    if (postgresCodeOf(error) === UNIQUE_VIOLATION) throw linkUsed();
    throw error;
  }
}
