import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "dotenv";
import { afterAll, describe, expect, it } from "vitest";
import { canWriteEnvAuth, setVariable, writeEnvAuth } from "./write-env-auth";

const home = mkdtempSync(path.join(tmpdir(), "credits-env-auth-"));
const file = path.join(home, ".env.auth");
afterAll(() => rmSync(home, { recursive: true }));

describe("setting a variable in an .env file", () => {
  it.each([
    ["an empty file", "", "A=2\n"],
    ["a file without it", "# Sign-in\nB=1", "# Sign-in\nB=1\nA=2\n"],
    ["a file that has it", "A=1\nB=1\n", "A=2\nB=1\n"],
    ["an exported one", "export A = 1\n", "A=2\n"],
    ["one that is set twice", "A=0\nB=1\nA=1\n", "A=0\nB=1\nA=2\n"],
    ["one in a comment", "# A=1\n", "# A=1\nA=2\n"],
    ["one whose name only begins so", "AB=1\n", "AB=1\nA=2\n"],
  ])("%s: a reader finds the new value, and every other line stays", (_what, text, expected) => {
    const changed = setVariable(text, "A", "2");
    expect(changed).toBe(expected);
    expect(parse(changed).A).toBe("2");
  });
});

it("the file is its owner's alone, whatever it was before, and keeps its other secrets", () => {
  writeFileSync(file, "NEXTAUTH_SECRET=kept\n", { mode: 0o644 });
  expect(canWriteEnvAuth(file)).toBe(true);
  writeEnvAuth(file, "STRIPE_WEBHOOK_SECRET_CREDITS", "whsec_new");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(parse(readFileSync(file))).toEqual({
    NEXTAUTH_SECRET: "kept",
    STRIPE_WEBHOOK_SECRET_CREDITS: "whsec_new",
  });
});

it("a place where nothing can be written is known before a secret is made", () => {
  expect(canWriteEnvAuth("/proc/1/.env.auth")).toBe(false);
  expect(canWriteEnvAuth(path.join(home, "no-such-folder", ".env.auth"))).toBe(false);
});
