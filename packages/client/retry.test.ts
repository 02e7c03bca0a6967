import { describe, expect, it } from "vitest";
import { delayBeforeRetryMs, isRetryable } from "./retry";

const NOW = new Date("2026-11-25T12:00:00Z");
const delay = (attempt: number, retryAfter: string | null, random = 1) =>
  delayBeforeRetryMs(attempt, { retryAfter, now: NOW, random });

describe("a request is sent again", () => {
  it.each([408, 429, 500, 502, 503, 504])("after %i, which may pass", (status) => {
    expect(isRetryable(status)).toBe(true);
  });
  it.each([200, 400, 401, 402, 403, 404, 409, 413, 422])("not after %i", (status) => {
    expect(isRetryable(status)).toBe(false);
  });
});

describe("the wait before it", () => {
  it("is what the server asks for, in seconds or as a date", () => {
    expect(delay(1, "2")).toBe(2_000);
    expect(delay(5, "0")).toBe(0);
    expect(delay(1, "Wed, 25 Nov 2026 12:00:07 GMT")).toBe(7_000);
    expect(delay(1, "Wed, 25 Nov 2026 11:00:00 GMT")).toBe(0);
  });
  it("doubles without such a header, or with one that says nothing, half of it random", () => {
    expect([1, 2, 3].map((attempt) => delay(attempt, null))).toEqual([200, 400, 800]);
    expect(delay(2, "soon", 0)).toBe(200);
  });
  it("is never longer than half a minute: a longer one is the caller's to plan", () => {
    expect(delay(40, null)).toBe(30_000);
    expect(delay(1, "3600")).toBeUndefined();
  });
});
