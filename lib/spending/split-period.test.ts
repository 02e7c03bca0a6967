import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitPeriod } from "./split-period";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const instant = fc.integer({ min: 0, max: 20 * 24 }).map((hours) => new Date(hours * HOUR_MS));

describe("a period of usage", () => {
  it("is whole days that are over and the rest: nothing is counted twice or left out", () => {
    fc.assert(
      fc.property(instant, instant, fc.option(instant, { nil: undefined }), (a, b, until) => {
        fc.pre(a.getTime() !== b.getTime());
        const [from, to] = a < b ? [a, b] : [b, a];
        const { days, rest } = splitPeriod({ from, to }, until);
        const parts = [...rest, ...(days ? [days] : [])].sort(
          (one, other) => one.from.getTime() - other.from.getTime(),
        );
        expect(parts[0]?.from).toEqual(from);
        expect(parts.at(-1)?.to).toEqual(to);
        for (const [index, part] of parts.entries()) {
          expect(part.from < part.to).toBe(true);
          if (index > 0) expect(part.from).toEqual(parts[index - 1]?.to);
        }
        for (const edge of days ? [days.from, days.to] : []) {
          expect(edge.getTime() % DAY_MS).toBe(0);
        }
        if (days && until) expect(days.to <= until).toBe(true);
      }),
    );
  });

  it("comes from summaries for all of a month that is long over", () => {
    const month = { from: new Date("2026-01-01"), to: new Date("2026-02-01") };
    expect(splitPeriod(month, new Date("2026-03-01"))).toEqual({ days: month, rest: [] });
  });
});
