/** How often a process ended by itself, and what is done about it. */
export interface RestartState {
  /** How many times in a row it ended before it had run for a while. */
  readonly failures: number;
}

export const FIRST_START: RestartState = { failures: 0 };

/** One that ran for so long had started well: what ended it is news, not the same fault again. */
const STEADY_AFTER_MS = 60_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * Decides what follows when a process has ended by itself.
 * @param ranMs how long it ran
 * @param giveUpAfter failures in a row after which another try is pointless; undefined: never
 * @returns the state after it, and how long to wait before the next start; no delay means give up
 */
export function decideRestart(
  state: RestartState,
  ranMs: number,
  giveUpAfter?: number,
): { readonly state: RestartState; readonly delayMs: number | undefined } {
  const failures = ranMs >= STEADY_AFTER_MS ? 1 : state.failures + 1;
  const givesUp = giveUpAfter !== undefined && failures >= giveUpAfter;
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS);
  return { state: { failures }, delayMs: givesUp ? undefined : delayMs };
}
