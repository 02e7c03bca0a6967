import type { Database } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { endSessions } from "./sessions";

/** Ends every session of a user. @param except the session that goes on */
export async function signOutEverywhere(
  database: Database,
  userId: string,
  except?: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    await endSessions(tx, userId, except);
    await recordAudit(tx, {
      actor: userId,
      action: "session.end_all",
      target: { type: "user", id: userId },
    });
  });
}
