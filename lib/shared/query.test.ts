import { describe, expect, it } from "vitest";
import { readAddress, readQuery, readSeq, withQuery } from "./query";

describe("an address that somebody wrote by hand never breaks a page", () => {
  it("takes the first of a parameter that is there twice, and only those asked for", async () => {
    const given = Promise.resolve({ search: ["a", "b"], sort: "email", other: "x" });
    expect(await readQuery(given, "search", "sort", "after")).toEqual({
      search: "a",
      sort: "email",
    });
  });

  it("leaves out NUL, which PostgreSQL refuses, and what is empty", async () => {
    const given = Promise.resolve({ search: "a\0b", kind: "", status: [] });
    expect(await readQuery(given, "search", "kind", "status")).toEqual({ search: "ab" });
  });

  it("leaves the same out of the address of a download", () => {
    const url = "https://example.com/export?search=a%00b&kind=%00&other=x";
    expect(readAddress(url, "search", "kind")).toEqual({ search: "ab" });
  });

  it.each(["0", "-1", "1.5", "1e30", "abc", "", undefined])("%s is no entry's number", (text) => {
    expect(readSeq(text)).toBeUndefined();
  });

  it("12 is an entry's number", () => {
    expect(readSeq("12")).toBe(12);
  });
});

it("a path gets the parameters that have a value, escaped", () => {
  expect(withQuery("/a", { b: "c d&e", f: undefined, g: "" })).toBe("/a?b=c+d%26e");
  expect(withQuery("/a", {})).toBe("/a");
});
