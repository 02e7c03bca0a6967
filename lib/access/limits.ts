import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { ProductError } from "@/lib/shared/errors";

/** The first `free` tries are admitted at once; after each further one the pause doubles. */
export interface LimitRule {
  readonly free: number;
  readonly firstPauseSeconds: number;
  readonly longestPauseSeconds: number;
  /** Without a try for so long, everything is forgotten. */
  readonly forgetAfterSeconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * What is limited, and how. Limits are counted in the database, so that all processes share them.
 * Each is for one account, one device or one network: none is shared by everybody, or one client
 * could keep all others out.
 */
export const LIMITS = {
  /** Guessing one account's password, from wherever. */
  sign_in_account: rule(5, 2, 15 * MINUTE, 24 * HOUR),
  /** The same from a device in which its user has signed in before. */
  sign_in_device: rule(5, 2, 5 * MINUTE, HOUR),
  /** Guessing many accounts' passwords from one network. */
  sign_in_network: rule(30, 5, 5 * MINUTE, HOUR),
  sign_up_network: rule(20, 5, HOUR, 24 * HOUR),
  /** Mails to one address: verification, reset, sign-in link. */
  mail_account: rule(3, 60, 2 * HOUR, 24 * HOUR),
  mail_network: rule(20, 5, HOUR, 24 * HOUR),
  /** Guessing the current password, or a code, within a session. */
  proof: rule(5, 2, 15 * MINUTE, HOUR),
  /** Entries of the audit log about what one user was refused: nobody fills it by asking on. */
  audit_refusal: rule(20, 5, 5 * MINUTE, HOUR),
  create_key: rule(60, 5, 5 * MINUTE, HOUR),
  /** Opening checkout pages, by one user. */
  checkout: rule(8, 2, MINUTE, 10 * MINUTE),
} as const satisfies Record<string, LimitRule>;

export type Limit = keyof typeof LIMITS;

/**
 * Counts a try and admits it, or refuses it when the pause after the last one isn't over. Refused
 * tries aren't counted, so that a stranger can't make the pause endless. Counting comes before the
 * thing is done: of a hundred tries at once only the free ones get through. A database that can't
 * count refuses: a limit that fails open is none.
 * @param subject whose tries are counted, such as a user's id
 * @throws ProductError rate_limited, telling when to try again
 */
export async function admitTry(database: Database, limit: Limit, subject: string): Promise<void> {
  const { free, firstPauseSeconds, longestPauseSeconds, forgetAfterSeconds } = LIMITS[limit];
  const key = keyOf(limit, subject);
  const forgotten = sql`${rateLimits.lastTryAt} < now() - make_interval(secs => ${forgetAfterSeconds})`;
  const pause = sql`case when ${rateLimits.tries} < ${free} then 0
    else least(${firstPauseSeconds} * power(2, least(${rateLimits.tries} - ${free}, 20)), ${longestPauseSeconds}) end`;
  const over = sql`${rateLimits.lastTryAt} + make_interval(secs => ${pause})`;
  const admitted = await database.read
    .insert(rateLimits)
    .values({ key, tries: 1, lastTryAt: sql`clock_timestamp()` })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        tries: sql`case when ${forgotten} then 1 else ${rateLimits.tries} + 1 end`,
        lastTryAt: sql`clock_timestamp()`,
      },
      setWhere: sql`${forgotten} or ${over} <= clock_timestamp()`,
    })
    .returning({ tries: rateLimits.tries });
  if (admitted.length > 0) return;
  const [row] = await database.read
    .select({ waitSeconds: sql<number>`extract(epoch from ${over} - clock_timestamp())::float` })
    .from(rateLimits)
    .where(eq(rateLimits.key, key));
  throw tooManyTries(Math.max(1, Math.ceil(row?.waitSeconds ?? 1)));
}

/** Takes one counted try back, after one that succeeded. */
export async function returnTry(database: Database, limit: Limit, subject: string): Promise<void> {
  await database.read
    .update(rateLimits)
    .set({ tries: sql`greatest(${rateLimits.tries} - 1, 0)` })
    .where(eq(rateLimits.key, keyOf(limit, subject)));
}

/** Forgets all tries, after one that succeeded. */
export async function forgetTries(
  database: Database,
  limit: Limit,
  subject: string,
): Promise<void> {
  await database.read.delete(rateLimits).where(eq(rateLimits.key, keyOf(limit, subject)));
}

function tooManyTries(seconds: number): ProductError {
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return new ProductError("rate_limited", {
    detail: `Too many tries. Try again in ${wait}.`,
    retryAfterSeconds: seconds,
  });
}

function keyOf(limit: Limit, subject: string): string {
  return `${limit}:${createHash("sha256").update(subject).digest("base64url")}`;
}

function rule(
  free: number,
  firstPauseSeconds: number,
  longestPauseSeconds: number,
  forgetAfterSeconds: number,
): LimitRule {
  return { free, firstPauseSeconds, longestPauseSeconds, forgetAfterSeconds };
}
