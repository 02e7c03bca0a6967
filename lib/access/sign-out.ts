import type { Database } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import { isId } from "@/lib/shared/ids";
import { endSession, endSessions } from "./sessions";

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

/** Ends one session of a user. @throws ProductError not_found for anybody else's */
export async function signOutSession(
  database: Database,
  userId: string,
  id: string,
): Promise<void> {
  if (!isId(id) || !(await endSession(database.read, userId, id))) {
    throw new ProductError("not_found", { detail: "This session has ended already." });
  }
  const target = { type: "session", id };
  await recordAudit(database.read, { actor: userId, action: "session.end", target });
}
