import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { users } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { readMail } from "@/dev/test/kits/access/mail";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { createApiKey } from "./api-keys";
import { createKeyLookup } from "./key-lookup";
import { setRole } from "./roles";
import { findSession, startSession } from "./sessions";
import { findUserById } from "./users";

const db = useTestDatabase();
const roleOf = async (id: string) => (await findUserById(db().database.read, id))?.role;

describe("a change of role", () => {
  it("ends sessions and keys, leaves a trace with before and after, and is told by mail", async () => {
    const { read } = db().database;
    const user = await makeUser(db());
    const origin = { ip: undefined, userAgent: undefined };
    const session = await startSession(read, { userId: user.id, method: "password", origin });
    const scopes = ["credits:read"] as const;
    const { key } = await createApiKey(db().database, user.id, { name: "Service", scopes });
    await setRole(db().database, user.id, "finance", "cli");
    expect(await findSession(read, session)).toBeUndefined();
    expect(await createKeyLookup(read).find(key)).toBeUndefined();
    const traces = await read.execute(
      sql`select details from audit_log where action = 'role.change' and target_id = ${user.id}`,
    );
    expect([...traces]).toMatchObject([{ details: { before: "buyer", after: "finance" } }]);
    const subjects = (await readMail(db(), user.email)).map(({ subject }) => subject);
    expect(subjects).toContain("Your role was changed");
  });

  it("promotes nobody whose address isn't verified: it may be a stranger's account", async () => {
    const user = await makeUser(db(), "buyer", { emailVerified: false });
    await expect(setRole(db().database, user.id, "admin", "cli")).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await roleOf(user.id)).toBe("buyer");
  });

  it("isn't for oneself", async () => {
    const user = await makeUser(db(), "admin");
    await expect(setRole(db().database, user.id, "buyer", user.id)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("the last admin", () => {
  beforeEach(() => db().database.read.update(users).set({ role: "buyer" }));

  it("stays one", async () => {
    const last = await makeUser(db(), "admin");
    await expect(setRole(db().database, last.id, "buyer", "cli")).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("stays one also when two remove each other at once", async () => {
    const [one, two] = [await makeUser(db(), "admin"), await makeUser(db(), "admin")];
    const results = await Promise.allSettled([
      setRole(db().database, one.id, "buyer", two.id),
      setRole(db().database, two.id, "buyer", one.id),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("doesn't count those who are disabled", async () => {
    const [one, two] = [await makeUser(db(), "admin"), await makeUser(db(), "admin")];
    await db()
      .database.read.update(users)
      .set({ disabledAt: new Date() })
      .where(eq(users.id, two.id));
    await expect(setRole(db().database, one.id, "buyer", "cli")).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
