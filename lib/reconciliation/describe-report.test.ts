import { describe, expect, it } from "vitest";
import { describeReport, exitCodeOf } from "./describe-report";
import { EMPTY_REPORT } from "./report-builder";

const one = {
  ...EMPTY_REPORT,
  ...{ compared: 2, matched: 0, needsReview: 1, inFlight: 0, seconds: 0.4 },
  repaired: { ...EMPTY_REPORT.repaired, credited: 1 },
  findings: [{ stripeId: "cs_1", reason: "Another amount was paid." }],
};

describe("the command tells an operator what was repaired, and whether an admin is needed", () => {
  it("counts one thing in the singular and several in the plural", () => {
    const said = describeReport(one, false);
    expect(said).toContain("2 objects compared");
    expect(said).toContain("1 payment credited");
    expect(said).toContain("1 object needs review");
    expect(said).toContain("cs_1: Another amount was paid.");
    const many = { ...one, needsReview: 60, repaired: { ...one.repaired, credited: 1200 } };
    expect(describeReport(many, false)).toContain("1,200 payments credited");
    expect(describeReport(many, false)).toContain("60 objects need review");
    expect(describeReport(many, false)).toContain("and 59 more");
  });

  it("names what could not be compared", () => {
    const report = { ...one, failedPhases: [{ phase: "Disputes", reason: "No permission." }] };
    expect(describeReport(report, false)).toContain("Disputes could not be compared to the end");
  });

  it("exits with 0 where nothing is left to do, 2 where an admin is needed, 1 where it failed", () => {
    expect(exitCodeOf({ ...one, needsReview: 0 })).toBe(0);
    expect(exitCodeOf(one)).toBe(2);
    expect(exitCodeOf({ ...one, failedPhases: [{ phase: "Refunds", reason: "" }] })).toBe(1);
  });
});
