import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { ERRORS, isProductError, ProductError } from "./errors";

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

  it("is recognised although another bundle's copy of the class made it, and nothing else is", () => {
    const foreign = vm.runInNewContext(`
      Object.assign(new Error("busy"), {
        code: "busy",
        [Symbol.for("ops-center-credits.product-error")]: true,
      })`) as unknown;
    expect(foreign instanceof ProductError).toBe(false);
    expect(isProductError(foreign)).toBe(true);
    expect(isProductError(foreign, "busy")).toBe(true);
    expect(isProductError(foreign, "conflict")).toBe(false);
    for (const other of [new Error("busy"), { code: "busy" }, "busy", null, undefined]) {
      expect(isProductError(other)).toBe(false);
    }
  });

  it("is a client's or a server's error, whatever the code", () => {
    for (const { status, title } of Object.values(ERRORS)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(title).not.toMatch(/\.$/);
    }
  });
});
