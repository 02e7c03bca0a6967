/** How far one phase came. */
export interface PhasePosition {
  /** Where the next page begins; absent before the first page. */
  readonly cursor?: string;
  readonly done: boolean;
  /** Whether this run, and not an earlier one, came this far. */
  readonly moved: boolean;
}

/** How far each phase came, by its name; a phase that is absent has not begun. */
export type Positions = Readonly<Record<string, PhasePosition>>;

export const FROM_THE_START: Positions = {};

/**
 * Decides where the run after an early end begins. Only cursors that moved are used again: what
 * fails twice at the same place is begun anew, so that one fault never holds the others up.
 * @param status how the run before ended: `interrupted` runs are continued; of an `incomplete` one,
 *   whose phases each failed or ended by themselves, only the failed phases are
 * @returns undefined to begin anew
 */
export function resumePositions(status: string, before: Positions): Positions | undefined {
  const phases = Object.entries(before);
  if (status === "interrupted") {
    if (!phases.some(([, { moved }]) => moved)) return undefined;
    return Object.fromEntries(phases.map(([name, position]) => [name, unmoved(position)]));
  }
  if (status !== "incomplete") return undefined;
  return Object.fromEntries(
    phases
      .filter(([, { done, moved }]) => moved && !done)
      .map(([name, position]) => [name, unmoved(position)]),
  );
}

function unmoved(position: PhasePosition): PhasePosition {
  return { ...position, moved: false };
}
