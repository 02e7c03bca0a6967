import { and, eq, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import type { Database, Db, Tx } from "@/db/client";
import { recoveryCodes, totpFactors } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import { enqueueAccountMail } from "./account-mail";
import { admitTry, forgetTries } from "./limits";
import { issueRecoveryCodes, redeemRecoveryCode } from "./recovery-codes";
import { seal, unseal } from "./seal";
import type { User } from "./users";

const ISSUER = "Ops-Center Credits";
const PERIOD_SECONDS = 30;
/** A clock may be half a minute off in either direction. */
const WINDOW_STEPS = 1;

/**
 * Begins to set up an authenticator app. It is asked for at sign-in only once a code of it was
 * right, so that nobody locks themselves out by a scan that failed.
 * @returns the secret for typing, and the address in the QR code
 */
export async function beginTotp(
  database: Database,
  user: User,
): Promise<{ secret: string; uri: string }> {
  const secret = new Secret({ size: 20 });
  const sealedSecret = seal(secret.base32);
  const begun = await database.read
    .insert(totpFactors)
    .values({ userId: user.id, sealedSecret })
    .onConflictDoUpdate({
      target: totpFactors.userId,
      set: { sealedSecret, lastStep: 0 },
      setWhere: isNull(totpFactors.confirmedAt),
    })
    .returning({ userId: totpFactors.userId });
  if (begun.length === 0) {
    throw new ProductError("conflict", { detail: "Two-step sign-in is on already." });
  }
  return { secret: secret.base32, uri: totpOf(secret.base32, user.email).toString() };
}

/**
 * Turns two-step sign-in on by the first code.
 * @returns recovery codes, shown this once
 * @throws ProductError invalid_input for a wrong code, rate_limited
 */
export async function confirmTotp(
  database: Database,
  user: User,
  code: string,
): Promise<readonly string[]> {
  await admitTry(database, "proof", user.id);
  return database.transaction(async (tx) => {
    if (!(await takeCode(tx, user.id, code, { confirmed: false }))) throw wrongCode();
    const at = { confirmedAt: sql`now()` };
    await tx.update(totpFactors).set(at).where(eq(totpFactors.userId, user.id));
    const codes = await issueRecoveryCodes(tx, user.id);
    await note(tx, user.id, "two-step-on");
    return codes;
  });
}

/** Whether two-step sign-in is on. */
export async function hasTotp(db: Db, userId: string): Promise<boolean> {
  const on = and(eq(totpFactors.userId, userId), isNotNull(totpFactors.confirmedAt));
  return (await db.$count(totpFactors, on)) > 0;
}

/** Turns two-step sign-in off. */
export async function removeTotp(database: Database, userId: string): Promise<void> {
  await database.transaction(async (tx) => {
    const removed = await tx
      .delete(totpFactors)
      .where(eq(totpFactors.userId, userId))
      .returning({ confirmedAt: totpFactors.confirmedAt });
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
    if (removed[0]?.confirmedAt) await note(tx, userId, "two-step-off");
  });
}

/**
 * Takes a code of the authenticator app, or a recovery code, at sign-in.
 * @throws ProductError invalid_input when it is wrong or was used before, rate_limited
 */
export async function redeemSecondFactor(
  database: Database,
  userId: string,
  given: string,
): Promise<void> {
  await admitTry(database, "proof", userId);
  const code = given.replace(/[\s-]/g, "").toLowerCase();
  const right = /^\d{6}$/.test(code)
    ? await takeCode(database.read, userId, code, { confirmed: true })
    : await redeemRecoveryCode(database.read, userId, code);
  if (!right) throw wrongCode();
  await forgetTries(database, "proof", userId);
}

/** Whether the code is one of now, or nearly, and was never taken before. */
async function takeCode(
  db: Db,
  userId: string,
  code: string,
  { confirmed }: { confirmed: boolean },
): Promise<boolean> {
  const state = confirmed ? isNotNull(totpFactors.confirmedAt) : isNull(totpFactors.confirmedAt);
  const [factor] = await db
    .select()
    .from(totpFactors)
    .where(and(eq(totpFactors.userId, userId), state));
  const secret = factor && unseal(factor.sealedSecret);
  if (!secret) return false;
  const timestamp = Date.now();
  const delta = totpOf(secret, "").validate({ token: code, window: WINDOW_STEPS, timestamp });
  if (delta === null) return false;
  const step = Math.floor(timestamp / 1_000 / PERIOD_SECONDS) + delta;
  const taken = await db
    .update(totpFactors)
    .set({ lastStep: step })
    .where(and(eq(totpFactors.userId, userId), lt(totpFactors.lastStep, step)))
    .returning({ step: totpFactors.lastStep });
  return taken.length > 0;
}

function totpOf(secret: string, label: string): TOTP {
  // What every authenticator app understands: SHA-1, six digits, 30 seconds (RFC 6238).
  return new TOTP({
    issuer: ISSUER,
    label,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}

async function note(tx: Tx, userId: string, kind: "two-step-on" | "two-step-off"): Promise<void> {
  const action = kind === "two-step-on" ? "second_factor.add" : "second_factor.remove";
  await recordAudit(tx, { actor: userId, action, target: { type: "user", id: userId } });
  await enqueueAccountMail(tx, { kind, userId });
}

function wrongCode(): ProductError {
  const detail = "This code is wrong or was used already. Enter the code that is shown now.";
  return new ProductError("invalid_input", { detail, extra: { fields: { code: detail } } });
}
