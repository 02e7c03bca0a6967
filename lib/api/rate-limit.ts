import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { ProductError } from "@/lib/shared/errors";

const REQUESTS = 600;
const WINDOW_SECONDS = 60;

// In memory: a fair share per process is enough here, and a database write for each request is not
// worth it. What guards passwords is counted in the database (lib/access/throttle.ts).
const limiter = new RateLimiterMemory({ points: REQUESTS, duration: WINDOW_SECONDS });

/** Counts a request. @throws ProductError rate_limited */
export async function countRequest(caller: string): Promise<void> {
  try {
    await limiter.consume(caller);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new ProductError("rate_limited", {
      detail: `More than ${REQUESTS} requests in ${WINDOW_SECONDS} seconds. Wait a moment.`,
      retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
    });
  }
}
