import { describe, expect, it } from "vitest";
import { withDeadline } from "./deadline";

describe("withDeadline", () => {
  it("passes on what the work came to in time", async () => {
    await expect(withDeadline(Promise.resolve(1), 60_000)).resolves.toBe(1);
    await expect(withDeadline(Promise.reject(new Error("no")), 60_000)).rejects.toThrow("no");
  });

  it("is busy when the work is late, and tells when to try again", async () => {
    await expect(withDeadline(new Promise(() => {}), 1)).rejects.toMatchObject({
      code: "busy",
      status: 503,
      retryAfterSeconds: 2,
    });
  });

  it("leaves no unhandled rejection when late work fails, which would end the process", async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", note);
    let fail = (_error: Error) => {};
    const work = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    await expect(withDeadline(work, 1)).rejects.toMatchObject({ code: "busy" });
    fail(new Error("late"));
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });
});
