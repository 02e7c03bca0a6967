import { isProductError } from "@/lib/shared/errors";
import { log } from "@/lib/shared/log";
import { processWide } from "@/lib/shared/process-wide";

/** Why a delivery was not accepted. */
export interface Refusal {
  /** Which check it failed, such as `no_matching_signature`, or the code of the answer. */
  readonly check: string;
  /** What is wrong and what to do. */
  readonly detail: string;
}

export function refusalOf(error: unknown): Refusal {
  if (!isProductError(error)) {
    return { check: "internal", detail: "Processing failed; the line before says why." };
  }
  const { check } = error.extra;
  return { check: typeof check === "string" ? check : error.code, detail: error.detail };
}

/** Anybody can send something here: one line a minute for each check says as much as a thousand. */
const SILENCE_MS = 60_000;

interface Noted {
  readonly at: number;
  readonly unreported: number;
}

/**
 * Decides whether a refusal is logged, and how many before it were not.
 * @returns what to remember, and `others` when it is to be logged
 */
export function decideRefusalLine(
  last: Noted | undefined,
  nowMs: number,
): { readonly noted: Noted; readonly others?: number } {
  if (last && nowMs - last.at < SILENCE_MS) {
    return { noted: { at: last.at, unreported: last.unreported + 1 } };
  }
  return { noted: { at: nowMs, unreported: 0 }, others: last?.unreported ?? 0 };
}

/** Leaves a line in the log that an operator finds by the word Stripe; at most one a minute each. */
export function noteRefusal({ check, detail }: Refusal): void {
  const refusals = processWide("refused-deliveries", () => new Map<string, Noted>());
  const { noted, others } = decideRefusalLine(refusals.get(check), performance.now());
  refusals.set(check, noted);
  if (others === undefined) return;
  const more = others > 0 ? ` (and ${others} more since the last such line)` : "";
  log.warn({ check, others }, `Stripe: a delivery was refused, ${check}${more}. ${detail}`);
}
