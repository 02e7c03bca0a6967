const DAY_MS = 24 * 60 * 60 * 1000;

/** From (inclusive) to (exclusive). */
export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

/**
 * Splits a period into whole days (UTC) that are over and what is left beside them. Pure.
 * @param until the end of the last day that counts as over; undefined: none does
 * @returns ranges that have no instant in common and together are the period
 */
export function splitPeriod(
  { from, to }: TimeRange,
  until: Date | undefined,
): { readonly days: TimeRange | undefined; readonly rest: readonly TimeRange[] } {
  const start = new Date(Math.ceil(from.getTime() / DAY_MS) * DAY_MS);
  const lastMs = Math.min(to.getTime(), until?.getTime() ?? Number.NEGATIVE_INFINITY);
  const end = new Date(Math.floor(lastMs / DAY_MS) * DAY_MS);
  if (!(start < end)) return { days: undefined, rest: [{ from, to }] };
  const beside = [
    { from, to: start },
    { from: end, to },
  ];
  return {
    days: { from: start, to: end },
    rest: beside.filter((range) => range.from < range.to),
  };
}
