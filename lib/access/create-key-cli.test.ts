import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { projectRoot } from "@/dev/services";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { testVariables } from "@/dev/test/variables";
import { createKeyLookup } from "./key-lookup";
import { parseScopes } from "./scopes";

const db = useTestDatabase();

async function createKey(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const script = path.join(projectRoot, "lib/access/create-key-cli.ts");
  const variables = { ...testVariables(), NODE_ENV: "test" as const, DATABASE_URL: db().url };
  return promisify(execFile)(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: projectRoot,
    env: { PATH: path.dirname(process.execPath), ...variables },
  });
}

describe("npm run key:create", () => {
  it("prints a key that works, and nothing else", async () => {
    const { email } = await makeUser(db(), "admin");
    const args = ["--email", email, "--scopes", "spend,hold,grant", "--account", "all"];
    const { stdout } = await createKey(...args, "--days", "2");
    expect(stdout).toMatch(/^occ_\S+\n$/);
    expect(await createKeyLookup(db().database.read).find(stdout.trim())).toMatchObject({
      accountId: null,
      scopes: ["credits:spend", "credits:hold", "credits:grant"],
      expiresAt: expect.any(Date),
    });
  });

  it.each([
    [["--scopes", "spend"], /--email/],
    [["--email", "nobody@example.com", "--scopes", "spend"], /Nobody has signed up/],
    [["--email", "x@example.com", "--scopes", "spend", "--days", "soon"], /whole number of days/],
  ])("%j says what is wrong and exits 1", async (args, message) => {
    await expect(createKey(...args)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(message),
    });
  });

  it("knows short names of scopes", () => {
    expect(parseScopes("read, credits:spend,admin:read")).toEqual([
      "credits:read",
      "credits:spend",
      "admin:read",
    ]);
    expect(() => parseScopes("spend,everything")).toThrow(/"everything"/);
  });
});
