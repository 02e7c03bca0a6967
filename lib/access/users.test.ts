import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser, PASSWORD } from "@/dev/test/kits/access/signed-in";
import { newId } from "@/lib/shared/ids";
import { isRightPassword } from "./password";
import {
  changePassword,
  createUser,
  findOrCreateByIdentity,
  findUserByEmail,
  findUserById,
  setRole,
} from "./users";

const db = useTestDatabase();

describe("people", () => {
  it("are found by their e-mail however it is written, and there is one for each", async () => {
    const person = await createUser(db().database, {
      email: " Mixed@Example.com ",
      name: "M",
      password: PASSWORD,
    });
    expect((await findUserByEmail(db().database.read, "mixed@EXAMPLE.com"))?.id).toBe(person.id);
    await expect(
      createUser(db().database, { email: "MIXED@example.com", name: "M", password: PASSWORD }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it.each([
    [{ email: "no address", name: "N", password: PASSWORD }, "email"],
    [{ email: "a@example.com", name: " ", password: PASSWORD }, "name"],
    [{ email: "a@example.com", name: "N", password: "short" }, "password"],
    [{ email: "a@example.com", name: "N", password: "x".repeat(201) }, "password"],
  ])("are refused with the faulty field named: %j", async (given, field) => {
    await expect(createUser(db().database, given)).rejects.toMatchObject({
      code: "invalid_input",
      extra: { fields: { [field]: expect.any(String) } },
    });
  });

  it("never have their password stored, only an argon2id hash", async () => {
    const person = await makeUser(db());
    const stored = await findUserById(db().database.read, person.id);
    expect(stored?.passwordHash).toMatch(/^\$argon2id\$/);
    expect(stored?.passwordHash).not.toContain(PASSWORD);
  });

  it("keep their password when the current one is given wrongly", async () => {
    const person = await makeUser(db());
    await expect(
      changePassword(db().database, person.id, {
        currentPassword: "wrong",
        newPassword: "another password",
      }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    const stored = await findUserById(db().database.read, person.id);
    expect(await isRightPassword(stored?.passwordHash, PASSWORD)).toBe(true);
  });

  it("get a new session version with a new password and with a new role, each with a trace", async () => {
    const person = await makeUser(db());
    const version = async () => (await findUserById(db().database.read, person.id))?.sessionVersion;
    expect(await version()).toBe(1);
    await changePassword(db().database, person.id, {
      currentPassword: PASSWORD,
      newPassword: "another password",
    });
    expect(await version()).toBe(2);
    await setRole(db().database, person.id, "admin", "cli");
    expect(await version()).toBe(3);
    const traces = await db().database.read.execute<{ action: string }>(
      sql`select action from audit_log where target_id = ${person.id} order by id`,
    );
    expect(traces.map(({ action }) => action)).toEqual(["password.change", "role.change"]);
  });
});

describe("an identity of a provider", () => {
  const identity = () => ({
    provider: "oidc:https://id.example.com",
    subject: newId(),
    email: `${newId()}@example.com`,
    emailVerified: true,
    name: "From Elsewhere",
  });

  it("becomes a person at the first sign-in, and is the same one at the next", async () => {
    const given = identity();
    const first = await findOrCreateByIdentity(db().database, given, true);
    const second = await findOrCreateByIdentity(
      db().database,
      { ...given, email: "changed@example.com" },
      false,
    );
    expect(second.id).toBe(first.id);
    expect(first.passwordHash).toBeNull();
  });

  it("is linked to a known person only by a verified e-mail: otherwise anybody could claim it", async () => {
    const person = await makeUser(db());
    const claimed = { ...identity(), email: person.email };
    await expect(
      findOrCreateByIdentity(db().database, { ...claimed, emailVerified: false }, true),
    ).rejects.toMatchObject({ code: "forbidden" });
    expect((await findOrCreateByIdentity(db().database, claimed, false)).id).toBe(person.id);
  });

  it("makes nobody while sign-up is closed", async () => {
    await expect(findOrCreateByIdentity(db().database, identity(), false)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
