import type { Database } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { assertPassword } from "./change-password";
import { noteAuthentication, type Session } from "./sessions";

/** How long a proof of who one is opens what a stolen session must not. */
const RECENT_MS = 10 * 60_000;

/** Whether the user of a session proved who they are within the last ten minutes. */
export function isRecent(session: Pick<Session, "authenticatedAt">, now = new Date()): boolean {
  return now.getTime() - session.authenticatedAt.getTime() < RECENT_MS;
}

/**
 * Takes the password of a user who is signed in as a fresh proof.
 * @throws ProductError invalid_input when it is wrong, rate_limited
 */
export async function confirmWithPassword(
  database: Database,
  { sessionId, userId, password }: { sessionId: string; userId: string; password: string },
): Promise<void> {
  await assertPassword(database, userId, password);
  await noteAuthentication(database.read, sessionId);
  const target = { type: "session", id: sessionId };
  await recordAudit(database.read, { actor: userId, action: "session.confirm", target });
}
