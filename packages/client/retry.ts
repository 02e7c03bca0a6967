const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 30_000;

/** Whether the same request may succeed a little later. */
export function isRetryable(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/**
 * How long to wait before a request is sent again: what the server asks for, else twice as long
 * each time, with half of it random, so that clients don't come back together.
 * @param attempt 1 before the second try
 * @param retryAfter the header, as seconds or a date
 * @returns undefined when the server asks for more than half a minute: give up then
 */
export function delayBeforeRetryMs(
  attempt: number,
  { retryAfter, now, random }: { retryAfter: string | null; now: Date; random: number },
): number | undefined {
  const asked = retryAfter === null ? undefined : readRetryAfterMs(retryAfter, now);
  if (asked !== undefined) return asked <= LONGEST_DELAY_MS ? asked : undefined;
  const longest = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return longest / 2 + (longest / 2) * random;
}

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function readRetryAfterMs(text: string, now: Date): number | undefined {
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
