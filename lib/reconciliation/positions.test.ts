import { describe, expect, it } from "vitest";
import { resumePositions } from "./positions";

const done = { done: true, moved: true };
const moved = { cursor: "cs_100", done: false, moved: true };
const stuck = { cursor: "cs_100", done: false, moved: false };

describe("a run is resumed only where a cursor moved, so that one fault never holds the others up", () => {
  it("continues a killed run behind what it had done", () => {
    expect(resumePositions("interrupted", { sessions: done, refunds: moved })).toEqual({
      sessions: { done: true, moved: false },
      refunds: { cursor: "cs_100", done: false, moved: false },
    });
  });

  it("begins anew after a run that was killed again before its first page ended", () => {
    const again = { sessions: { ...done, moved: false }, refunds: stuck };
    expect(resumePositions("interrupted", again)).toBeUndefined();
  });

  it("of a run with a failed phase resumes that phase, and compares all the others again", () => {
    expect(resumePositions("incomplete", { sessions: done, refunds: moved })).toEqual({
      refunds: { cursor: "cs_100", done: false, moved: false },
    });
  });

  it("begins a phase anew that failed twice at the same cursor", () => {
    expect(resumePositions("incomplete", { sessions: done, refunds: stuck })).toEqual({});
  });

  it("begins anew after a run that was finished, or whose work another took over", () => {
    for (const status of ["finished", "abandoned", "running"]) {
      expect(resumePositions(status, { sessions: done })).toBeUndefined();
    }
  });
});
