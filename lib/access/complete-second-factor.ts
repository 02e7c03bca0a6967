import type { Database } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { noteDevice } from "./begin-session";
import { noteSecondFactor, type Session } from "./sessions";
import { redeemSecondFactor } from "./totp";
import type { User } from "./users";

/**
 * Completes a sign-in by its second factor: from now on the session is its user's.
 * @param given.device the token of the device cookie, under which the browser is remembered
 * @throws ProductError invalid_input for a wrong code, rate_limited
 */
export async function completeSecondFactor(
  database: Database,
  given: { session: Session; user: User; code: string; device: string | undefined },
): Promise<void> {
  const { session, user, code, device } = given;
  await redeemSecondFactor(database, user.id, code);
  await database.transaction(async (tx) => {
    await noteSecondFactor(tx, session.id);
    const origin = { ip: session.ip ?? undefined, userAgent: session.userAgent ?? undefined };
    if (device) await noteDevice(tx, user.id, origin, device);
    await recordAudit(tx, {
      actor: user.id,
      action: "session.second_factor",
      target: { type: "session", id: session.id },
      ip: session.ip ?? undefined,
    });
  });
}
