import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeClientExample, writeCurlExample } from "@/components/key-examples";
import { projectRoot } from "@/dev/services";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { createTestApp, keyOf } from "@/dev/test/kits/api/api";
import { givenCredits } from "@/dev/test/kits/api/credits";
import type { Scope } from "@/lib/access/scopes";
import { readAccount } from "@/lib/ledger/read-account";
import { toDecimal } from "@/lib/shared/credits";

const run = promisify(execFile);
const db = useTestDatabase();
let server: ServerType;
let origin: string;
let folder: string;

beforeAll(async () => {
  server = createAdaptorServer({ fetch: createTestApp(db()).fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${Object(server.address()).port}`;
  // A project that has the client installed, as a reader of the example has.
  folder = await mkdtemp(path.join(os.tmpdir(), "key-examples-"));
  await mkdir(path.join(folder, "node_modules"));
  await symlink(
    path.join(projectRoot, "packages/client"),
    path.join(folder, "node_modules/ops-center-credits-client"),
  );
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

async function newKey(scopes: readonly Scope[]) {
  const user = await makeUser(db());
  await givenCredits(db(), user.accountId, 10);
  const { authorization } = await keyOf(db(), user, scopes);
  const balance = async () =>
    toDecimal((await readAccount(db().database.read, user.accountId)).balance);
  return { example: { apiKey: authorization.replace("Bearer ", ""), origin }, balance };
}

describe("the examples beside a new key run as they are pasted", () => {
  it("curl, with any key", async () => {
    const { example } = await newKey(["credits:purchase"]);
    const { stdout } = await run("bash", ["-c", `${writeCurlExample(example)} -s`]);
    expect(JSON.parse(stdout)).toMatchObject({ scopes: ["credits:purchase"] });
  });

  it.each([
    [["credits:read"], "10"],
    [["credits:read", "credits:spend"], "8.5"],
  ] as const)("TypeScript, with a key for %j", async (scopes, left) => {
    const { example, balance } = await newKey(scopes);
    const file = path.join(folder, `${scopes.length}.mts`);
    await writeFile(file, writeClientExample(example));
    await run(path.join(projectRoot, "node_modules/.bin/tsx"), [file], { cwd: folder });
    expect(await balance()).toBe(left);
  });
});
