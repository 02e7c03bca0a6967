import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { and, eq, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { oneTimeTokens } from "@/db/schema";
import { env } from "@/env";
import { newId } from "@/lib/shared/ids";

export type TokenPurpose = (typeof oneTimeTokens.$inferInsert)["purpose"];

/** What is made here. Challenges are signed instead, and stand here once they are used. */
export type MailedPurpose = Exclude<TokenPurpose, ChallengePurpose>;
type ChallengePurpose = "passkey" | "sign_up_work";

/** A code has a million values: five guesses at each of a few codes an hour find none. */
const MAX_CODE_TRIES = 5;

/** How long each is good for. What gives access lives shorter than what only proves an address. */
const MINUTES: Readonly<Record<MailedPurpose, number>> = {
  verify_email: 24 * 60,
  reset_password: 60,
  sign_in: 10,
  change_email: 60,
  accept_invitation: 7 * 24 * 60,
  portal: 60,
};

export interface IssuedToken {
  /** For the link. Kept nowhere: only its hash is stored. */
  readonly token: string;
  /** Six digits, to be typed where the mail can't be opened beside the page. */
  readonly code: string;
}

/** Makes a token. Earlier ones stay good until one is used: mails arrive in any order. */
export async function issueToken(
  db: Db,
  given: { purpose: MailedPurpose; userId: string; email: string },
): Promise<IssuedToken> {
  const token = randomBytes(32).toString("base64url");
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  await db.insert(oneTimeTokens).values({
    id: newId(),
    purpose: given.purpose,
    userId: given.userId,
    email: given.email,
    tokenHash: hashToken(token),
    codeHash: hashCode(given.userId, code),
    expiresAt: sql`now() + make_interval(mins => ${MINUTES[given.purpose]})`,
  });
  return { token, code };
}

export interface TokenOwner {
  readonly userId: string | null;
  readonly email: string | null;
}

/** Whose token it is, without using it up; undefined when it is unknown, used or expired. */
export async function findToken(
  db: Db,
  purpose: TokenPurpose,
  token: string,
): Promise<TokenOwner | undefined> {
  const [found] = await db
    .select({ userId: oneTimeTokens.userId, email: oneTimeTokens.email })
    .from(oneTimeTokens)
    .where(and(isOpen(purpose), eq(oneTimeTokens.tokenHash, hashToken(token))));
  return found;
}

/** Uses a token up, and with it all of the same purpose of its user. */
export async function redeemToken(
  tx: Tx | Db,
  purpose: TokenPurpose,
  token: string,
): Promise<TokenOwner | undefined> {
  const [used] = await tx
    .update(oneTimeTokens)
    .set({ usedAt: sql`now()` })
    .where(and(isOpen(purpose), eq(oneTimeTokens.tokenHash, hashToken(token))))
    .returning({ userId: oneTimeTokens.userId, email: oneTimeTokens.email });
  if (used?.userId) await voidTokens(tx, used.userId, [purpose]);
  return used;
}

/**
 * Uses a six-digit code up. Each call costs a try before anything is compared, so that many
 * guesses at once are still counted one by one.
 */
export async function redeemCode(
  db: Db,
  purpose: TokenPurpose,
  userId: string,
  code: string,
): Promise<TokenOwner | undefined> {
  const candidates = await db
    .update(oneTimeTokens)
    .set({ tries: sql`${oneTimeTokens.tries} + 1` })
    .where(
      and(
        isOpen(purpose),
        eq(oneTimeTokens.userId, userId),
        lt(oneTimeTokens.tries, MAX_CODE_TRIES),
      ),
    )
    .returning();
  const given = hashCode(userId, code);
  const right = candidates.find(
    ({ codeHash }) => codeHash !== null && timingSafeEqual(codeHash, given),
  );
  if (!right) return undefined;
  const [used] = await db
    .update(oneTimeTokens)
    .set({ usedAt: sql`now()` })
    .where(and(eq(oneTimeTokens.id, right.id), isNull(oneTimeTokens.usedAt)))
    .returning({ userId: oneTimeTokens.userId, email: oneTimeTokens.email });
  if (used) await voidTokens(db, userId, [purpose]);
  return used;
}

/** Ends a user's open tokens. @param purposes all of them unless told */
export async function voidTokens(
  db: Tx | Db,
  userId: string,
  purposes?: readonly TokenPurpose[],
): Promise<void> {
  await db
    .update(oneTimeTokens)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(oneTimeTokens.userId, userId),
        isNull(oneTimeTokens.usedAt),
        purposes && inArray(oneTimeTokens.purpose, [...purposes]),
      ),
    );
}

/**
 * Notes that a signed challenge was answered.
 * @param given.expiresAt when its signature stops to count: the note is needed until then
 * @returns false when it was answered before
 */
export async function markChallengeUsed(
  db: Db,
  given: {
    readonly purpose: ChallengePurpose;
    readonly userId: string | null;
    readonly challenge: string;
    readonly expiresAt: Date;
  },
): Promise<boolean> {
  const { purpose, userId, challenge, expiresAt } = given;
  const used = await db
    .insert(oneTimeTokens)
    .values({
      ...{ id: newId(), purpose, userId, expiresAt },
      tokenHash: hashToken(`${purpose}:${challenge}`),
      usedAt: sql`now()`,
    })
    .onConflictDoNothing({ target: oneTimeTokens.tokenHash })
    .returning({ id: oneTimeTokens.id });
  return used.length > 0;
}

function isOpen(purpose: TokenPurpose) {
  return and(
    eq(oneTimeTokens.purpose, purpose),
    isNull(oneTimeTokens.usedAt),
    gt(oneTimeTokens.expiresAt, sql`now()`),
  );
}

function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** Keyed, because a million plain hashes are computed within a second. */
function hashCode(userId: string, code: string): Buffer {
  return createHmac("sha256", env().signIn.secret).update(`${userId}:${code}`).digest();
}
