import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { ProductError } from "@/lib/shared/errors";

const WINDOW_SECONDS = 60;

/** How many requests a minute are answered, over all processes together. 0 means no limit. */
export interface LimitSettings {
  /** Look-ups of sessions, and of keys that aren't in memory, for one client address. */
  readonly lookupsPerAddress: number;
  readonly requestsPerKey: number;
  /** How many processes share the load: each allows its part. */
  readonly processes: number;
}

export interface Limits {
  /**
   * Counts a request that needs a look-up in the database before it is known who sends it. Where
   * the client's address isn't known nothing is counted: one limit for all would let a single
   * client lock the others out.
   * @throws ProductError rate_limited
   */
  countLookup(address: string | undefined): Promise<void>;
  /** Counts a request of a key. @throws ProductError rate_limited */
  countKeyRequest(keyId: string): Promise<void>;
  /**
   * Counts a code that an account typed before it is looked up: of many at once only so many are.
   * @throws ProductError rate_limited after too many wrong ones
   */
  admitGuess(accountId: string): Promise<void>;
  /** Takes a counted code back, which was right. */
  returnGuess(accountId: string): Promise<void>;
}

/** Wrong codes that an account may type in a minute. */
const WRONG_GUESSES = 10;

/**
 * Limits that are counted in memory, so that no request costs a database write. What guards
 * passwords is counted in the database (lib/access/limits.ts).
 */
export function createLimits(settings: LimitSettings): Limits {
  const countAddress = createCounter(settings.lookupsPerAddress, settings.processes);
  const countKey = createCounter(settings.requestsPerKey, settings.processes);
  const guesses = new RateLimiterMemory({ points: WRONG_GUESSES, duration: WINDOW_SECONDS });
  return {
    async countLookup(address) {
      if (address !== undefined) await countAddress(address);
    },
    countKeyRequest: countKey,
    async admitGuess(accountId) {
      try {
        await guesses.consume(accountId);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        // Nothing was looked up, so it counts no more.
        await guesses.reward(accountId);
        throw limited(WRONG_GUESSES, "wrong codes", refusal);
      }
    },
    async returnGuess(accountId) {
      await guesses.reward(accountId);
    },
  };
}

function createCounter(limit: number, processes: number): (caller: string) => Promise<void> {
  if (limit === 0) return async () => {};
  const points = Math.max(1, Math.ceil(limit / processes));
  const limiter = new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
  return async (caller) => {
    try {
      await limiter.consume(caller);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw limited(limit, "requests", refusal);
    }
  };
}

function limited(limit: number, what: string, { msBeforeNext }: RateLimiterRes): ProductError {
  return new ProductError("rate_limited", {
    detail: `More than ${limit} ${what} in ${WINDOW_SECONDS} seconds. Wait a moment.`,
    retryAfterSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  });
}
