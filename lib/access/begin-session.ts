import type { Database, Tx } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { enqueueAccountMail } from "./account-mail";
import { describeDevice } from "./describe-device";
import { rememberDevice } from "./known-devices";
import { type SessionOrigin, startSession } from "./sessions";
import { hasTotp } from "./totp";

/** A passkey asks for the device and its user's finger or PIN: two factors at once. */
const STRONG_METHODS: readonly string[] = ["passkey"];

/**
 * Begins a session for a user who proved who they are, whatever the way. A device that is new to
 * a user who had others is told to them by mail.
 * @param given.method how, such as "password" or "github"
 * @returns the session's id
 */
export async function beginSession(
  database: Database,
  given: { userId: string; method: string; origin: SessionOrigin; device: string },
): Promise<string> {
  const { userId, method, origin, device } = given;
  return database.transaction(async (tx) => {
    const isStrong = STRONG_METHODS.includes(method);
    const awaitsSecondFactor = !isStrong && (await hasTotp(tx, userId));
    const id = await startSession(tx, { userId, method, origin, awaitsSecondFactor, isStrong });
    // Who doesn't pass the second factor isn't known to be the user.
    if (!awaitsSecondFactor) await noteDevice(tx, userId, origin, device);
    await recordAudit(tx, {
      actor: userId,
      action: "session.start",
      target: { type: "session", id },
      details: { method },
      ip: origin.ip,
    });
    return id;
  });
}

/** Remembers the browser of a completed sign-in, and tells the user when it is a new one. */
export async function noteDevice(
  tx: Tx,
  userId: string,
  origin: SessionOrigin,
  device: string,
): Promise<void> {
  if (!(await rememberDevice(tx, userId, device))) return;
  const facts = { what: describeDevice(origin.userAgent) };
  await enqueueAccountMail(tx, { kind: "new-device", userId, facts });
}
