import { describe, expect, it } from "vitest";
import { assertSameOrigin, safePath } from "./origin";

describe("where to go after sign-in", () => {
  it.each(["/admin/credits", "/admin/credits/history?show=purchases"])("keeps %s", (path) => {
    expect(safePath(path)).toBe(path);
  });

  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%09/evil.example\t",
    "javascript:alert(1)",
    "/..//evil.example",
    "",
    null,
    undefined,
  ])("leads %j nowhere but home", (path) => {
    expect(safePath(path)).toBe("/admin/credits");
  });
});

describe("the origin of a request that changes something", () => {
  it("must be ours", () => {
    expect(() => assertSameOrigin("http://localhost:3000")).not.toThrow();
  });

  it.each([
    "https://evil.example",
    "null",
    "http://localhost:3001",
    "http://localhost:3000.evil.example",
    null,
  ])("%s is refused", (origin) => {
    expect(() => assertSameOrigin(origin)).toThrow(expect.objectContaining({ code: "forbidden" }));
  });
});
