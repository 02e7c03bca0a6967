import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { ProductError } from "@/lib/shared/errors";

/** How often a thing may be tried. Counted in the database, so that all processes share it. */
const LIMITS = {
  /** Guessing one person's password from one place. */
  sign_in_email: { points: 10, durationSeconds: 15 * 60 },
  /** Guessing many people's passwords from one place. */
  sign_in_ip: { points: 100, durationSeconds: 15 * 60 },
  sign_up_ip: { points: 20, durationSeconds: 60 * 60 },
} as const;

/**
 * Where a limit per address can't tell people apart, all of them share one that is this much
 * larger: it still ends a flood, and doesn't lock everybody out because of a few.
 */
const SHARED_BY = 50;
const EVERYBODY = "everybody";

export type Throttled = keyof typeof LIMITS;

/**
 * Counts a try, and refuses it when there were too many. A database that can't count refuses too:
 * a limit that fails open is none.
 * @param key whose tries are counted; undefined when that can't be told
 * @throws ProductError rate_limited, telling when to try again
 */
export async function countTry(
  database: Database,
  what: Throttled,
  key: string | undefined,
): Promise<void> {
  try {
    await limiter(database, what, key === undefined ? SHARED_BY : 1).consume(
      key?.slice(0, 300) ?? EVERYBODY,
    );
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new ProductError("rate_limited", {
      detail: `Too many tries. Try again in ${describeWait(seconds)}.`,
      retryAfterSeconds: seconds,
    });
  }
}

/** Forgets the tries, after one that succeeded. */
export async function forgetTries(database: Database, what: Throttled, key: string): Promise<void> {
  await limiter(database, what).delete(key.slice(0, 300));
}

function limiter(database: Database, what: Throttled, factor = 1): RateLimiterDrizzle {
  const { points, durationSeconds } = LIMITS[what];
  return new RateLimiterDrizzle({
    storeClient: database.read,
    schema: rateLimits,
    keyPrefix: what,
    points: points * factor,
    duration: durationSeconds,
    // Rows are few and are used again; a timer per limiter would keep processes alive.
    clearExpiredByTimeout: false,
  });
}

function describeWait(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
