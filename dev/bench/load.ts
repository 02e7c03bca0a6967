import autocannon from "autocannon";
import type { SignedRequest } from "./webhook-purchases";

/** How one run of requests went. */
export interface Run {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that weren't 2xx, and requests without one. A run with any proves nothing. */
  readonly failed: number;
}

/** Sends every request once, `connections` at a time, and waits for all the answers. */
export async function sendAll(
  url: string,
  requests: readonly SignedRequest[],
  connections: number,
): Promise<Run> {
  let next = 0;
  const result = await autocannon({
    url,
    connections,
    amount: requests.length,
    requests: [
      {
        method: "POST",
        setupRequest(request) {
          const { body, headers } = requests[next % requests.length] as SignedRequest;
          next += 1;
          return { ...request, body, headers };
        },
      },
    ],
  });
  return {
    requestsPerSecond: result.requests.total / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.non2xx + result.errors + result.timeouts,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
