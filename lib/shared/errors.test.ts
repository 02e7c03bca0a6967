import { describe, expect, it } from "vitest";
import { ERRORS, ProductError } from "./errors";

describe("ProductError", () => {
  it("has the status of its code, and keeps its cause for the log", () => {
    const cause = new Error("connect ECONNREFUSED");
    const error = new ProductError("busy", {
      detail: "Try again in a few seconds.",
      retryAfterSeconds: 2,
      cause,
    });
    expect(error).toMatchObject({
      name: "ProductError",
      message: "Try again in a few seconds.",
      code: "busy",
      status: 503,
      retryAfterSeconds: 2,
      extra: {},
      cause,
    });
  });

  it("is a client's or a server's error, whatever the code", () => {
    for (const { status, title } of Object.values(ERRORS)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(title).not.toMatch(/\.$/);
    }
  });
});
