import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { ProductError } from "@/lib/errors";

/** How often a thing may be tried. Counted in the database, so that all processes share it. */
const LIMITS = {
  /** Guessing one person's password from one place. */
  sign_in_email: { points: 10, durationSeconds: 15 * 60 },
  /** Guessing many people's passwords from one place. */
  sign_in_ip: { points: 100, durationSeconds: 15 * 60 },
  sign_up_ip: { points: 20, durationSeconds: 60 * 60 },
} as const;

export type Throttled = keyof typeof LIMITS;

/**
 * Counts a try, and refuses it when there were too many. A database that can't count refuses too:
 * a limit that fails open is none.
 * @throws ProductError rate_limited, telling when to try again
 */
export async function countTry(database: Database, what: Throttled, key: string): Promise<void> {
  try {
    await limiter(database, what).consume(key.slice(0, 300));
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

function limiter(database: Database, what: Throttled): RateLimiterDrizzle {
  const { points, durationSeconds } = LIMITS[what];
  return new RateLimiterDrizzle({
    storeClient: database.read,
    schema: rateLimits,
    keyPrefix: what,
    points,
    duration: durationSeconds,
    // Rows are few and are used again; a timer per limiter would keep processes alive.
    clearExpiredByTimeout: false,
  });
}

function describeWait(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
