import { setTimeout as wait } from "node:timers/promises";
import type { SignedRequest } from "../../bench/http/webhook-purchases";

export interface Delivered {
  /** Requests that were answered 2xx in the end. */
  readonly acknowledged: number;
  /** Every answer's status; 0 where none came. */
  readonly statuses: readonly number[];
  readonly slowestMs: number;
}

const PARALLEL = 40;
const RETRY_AFTER_MS = 200;
const DEADLINE_MS = 90_000;

/**
 * Sends each request as Stripe would: until a 2xx, and some of them twice.
 * @param urls servers, in turn
 */
export async function deliverAll(
  urls: readonly string[],
  requests: readonly SignedRequest[],
  options: {
    parallel?: number;
    /** Whether what was refused is sent again. */
    retry?: boolean;
    /** Told after each 2xx how many there were: the moment to break something. */
    onAcknowledged?: (count: number) => void;
  } = {},
): Promise<Delivered> {
  const { parallel = PARALLEL, retry = true } = options;
  const end = Date.now() + DEADLINE_MS;
  const statuses: number[] = [];
  let acknowledged = 0;
  let slowestMs = 0;
  let next = 0;
  async function worker(): Promise<void> {
    for (;;) {
      const index = next;
      next += 1;
      const request = requests[index];
      if (!request) return;
      while (Date.now() < end) {
        const started = Date.now();
        const status = await send(urls[(index + statuses.length) % urls.length] ?? "", request);
        slowestMs = Math.max(slowestMs, Date.now() - started);
        statuses.push(status);
        if (status >= 200 && status < 300) {
          acknowledged += 1;
          options.onAcknowledged?.(acknowledged);
          break;
        }
        if (!retry) break;
        await wait(RETRY_AFTER_MS);
      }
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker));
  return { acknowledged, statuses, slowestMs };
}

async function send(url: string, { body, headers }: SignedRequest): Promise<number> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      body,
      headers,
      signal: AbortSignal.timeout(30_000),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}
