import { expect, it } from "vitest";
import { decideRestart, FIRST_START } from "./restart-policy";

function delays(ranMs: readonly number[], giveUpAfter?: number): (number | undefined)[] {
  let state = FIRST_START;
  return ranMs.map((ran) => {
    const decided = decideRestart(state, ran, giveUpAfter);
    state = decided.state;
    return decided.delayMs;
  });
}

it("a process that ends again and again is started with growing delay, for ever", () => {
  expect(delays([1, 1, 1, 1, 1, 1, 1, 1, 1])).toEqual([
    ...[500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000],
  ]);
});

it("one that had run for a minute is started soon again", () => {
  expect(delays([1, 1, 1, 60_000, 1])).toEqual([500, 1_000, 2_000, 500, 1_000]);
});

it("one that can't stay up is given up after the given number of failures in a row", () => {
  expect(delays([1, 1, 1], 3)).toEqual([500, 1_000, undefined]);
  expect(delays([1, 1, 60_000, 1], 3)).toEqual([500, 1_000, 500, 1_000]);
});
