import { describe, expect, it } from "vitest";
import { describeSignInError } from "./sign-in-error";

describe("the sign-in page", () => {
  it.each(["__proto__", "constructor", "Your account was hacked: call 555", "", "TooManyTries-x"])(
    "shows only sentences of ours for %j",
    (code) => {
      expect(describeSignInError(code)).toBe("Signing in didn’t work. Try again.");
    },
  );

  it("says when to try again", () => {
    expect(describeSignInError("TooManyTries-30")).toContain("30 seconds");
    expect(describeSignInError("TooManyTries-600")).toContain("10 minutes");
  });
});
