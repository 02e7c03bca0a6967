import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser, PASSWORD } from "@/dev/test/kits/access/signed-in";
import { createUser, findUserByEmail, findUserById } from "./users";

const db = useTestDatabase();
const given = { email: "a@example.com", name: "N", password: PASSWORD, emailVerified: true };

describe("users", () => {
  it("are found by their e-mail however it is written, and there is one for each", async () => {
    const user = await createUser(db().database, { ...given, email: " Mixed@Example.com " });
    expect((await findUserByEmail(db().database.read, "mixed@EXAMPLE.com"))?.id).toBe(user.id);
    await expect(
      createUser(db().database, { ...given, email: "MIXED@example.com" }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it.each([
    [{ email: "no address" }, "email"],
    [{ email: "a\0@example.com" }, "email"],
    [{ name: " " }, "name"],
    [{ name: "N\0" }, "name"],
    [{ name: 'N\n{"level":50}' }, "name"],
    [{ password: "short" }, "password"],
    [{ password: "aaaaaaaaaaaa" }, "password"],
    [{ password: "123456789012" }, "password"],
    [{ password: "abcabcabcabc" }, "password"],
    [{ password: "QWERTY123456" }, "password"],
    [{ password: "x".repeat(201) }, "password"],
  ])("are refused with the faulty field named: %j", async (fault, field) => {
    await expect(createUser(db().database, { ...given, ...fault })).rejects.toMatchObject({
      code: "invalid_input",
      extra: { fields: { [field]: expect.any(String) } },
    });
  });

  it("are unknown by an address with NUL, which PostgreSQL would refuse", async () => {
    expect(await findUserByEmail(db().database.read, "a\0@example.com")).toBeUndefined();
  });

  it("never have their password stored, only an argon2id hash", async () => {
    const user = await makeUser(db());
    const stored = await findUserById(db().database.read, user.id);
    expect(stored?.passwordHash).toMatch(/^\$argon2id\$/);
    expect(stored?.passwordHash).not.toContain(PASSWORD);
  });
});
