import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { readMail } from "@/dev/test/kits/access/mail";
import { makeUser, PASSWORD } from "@/dev/test/kits/access/signed-in";
import { createApiKey } from "./api-keys";
import { changePassword } from "./change-password";
import { createKeyLookup } from "./key-lookup";
import { requestLink, resetPassword } from "./mail-links";
import { isRightPassword } from "./password-hash";
import { findSession, startSession } from "./sessions";
import { signInWithLink } from "./sign-in";
import { findUserById } from "./users";

const db = useTestDatabase();
const NEW = "another password";
const scopes = ["credits:read"] as const;

async function hasPassword(userId: string, password: string): Promise<boolean> {
  const stored = await findUserById(db().database.read, userId);
  return isRightPassword(stored?.passwordHash, password);
}

function openSession(userId: string): Promise<string> {
  const origin = { ip: undefined, userAgent: undefined };
  return startSession(db().database.read, { userId, method: "password", origin });
}

describe("changing a password", () => {
  it("needs the current one", async () => {
    const user = await makeUser(db());
    await expect(
      changePassword(db().database, user.id, { currentPassword: "wrong", newPassword: NEW }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    expect(await hasPassword(user.id, PASSWORD)).toBe(true);
  });

  it("is no way to guess it: after a few tries one waits", async () => {
    const user = await makeUser(db());
    const guess = () =>
      changePassword(db().database, user.id, { currentPassword: "wrong", newPassword: NEW });
    const codes: string[] = [];
    for (let tries = 0; tries < 6; tries += 1) {
      codes.push(await guess().catch(({ code }) => code));
    }
    expect(codes).toEqual([...Array(5).fill("invalid_input"), "rate_limited"]);
  });

  it.each([
    [true, false],
    [false, true],
  ])("ends every session and, when asked to (%s), the keys", async (revokeKeys, works) => {
    const { read } = db().database;
    const user = await makeUser(db());
    const session = await openSession(user.id);
    const { key } = await createApiKey(db().database, user.id, { name: "Service", scopes });
    const given = { currentPassword: PASSWORD, newPassword: NEW, revokeKeys };
    await changePassword(db().database, user.id, given);
    expect(await findSession(read, session)).toBeUndefined();
    expect((await createKeyLookup(read).find(key)) !== undefined).toBe(works);
    const subjects = (await readMail(db(), user.email)).map(({ subject }) => subject);
    expect(subjects).toContain("Your password was changed");
  });
});

describe("a reset link", () => {
  const request = (email: string) =>
    requestLink(db().database, { email, ip: undefined, kind: "reset-password" });
  const reset = (token = "", newPassword = NEW) =>
    resetPassword(db().database, { token, newPassword, revokeKeys: false });

  it("sets a new password once, and ends every session", async () => {
    const user = await makeUser(db());
    const session = await openSession(user.id);
    await request(user.email);
    const [mail] = await readMail(db(), user.email);
    await reset(mail?.token);
    expect(await hasPassword(user.id, NEW)).toBe(true);
    expect(await findSession(db().database.read, session)).toBeUndefined();
    await expect(reset(mail?.token)).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("isn't used up by a password that is too weak", async () => {
    const user = await makeUser(db());
    await request(user.email);
    const [mail] = await readMail(db(), user.email);
    await expect(reset(mail?.token, "short")).rejects.toMatchObject({ code: "invalid_input" });
    await reset(mail?.token);
  });

  it("takes an account that a stranger prepared away from them", async () => {
    const user = await makeUser(db(), "buyer", { emailVerified: false });
    const session = await openSession(user.id);
    await request(user.email);
    const [mail] = await readMail(db(), user.email);
    await reset(mail?.token);
    expect(await findSession(db().database.read, session)).toBeUndefined();
    expect((await findUserById(db().database.read, user.id))?.emailVerified).toBe(true);
  });

  it("goes to nobody for an unknown address, with the same answer", async () => {
    await expect(request("nobody@example.com")).resolves.toBeUndefined();
    expect(await readMail(db(), "nobody@example.com")).toEqual([]);
  });
});

describe("a sign-in link", () => {
  const requestSignInLink = (email: string) =>
    requestLink(db().database, { email, ip: undefined, kind: "sign-in-link" });

  it("signs in once, only who has verified the address", async () => {
    const user = await makeUser(db());
    await requestSignInLink(user.email);
    const [mail] = await readMail(db(), user.email);
    expect((await signInWithLink(db().database, mail?.token ?? ""))?.id).toBe(user.id);
    expect(await signInWithLink(db().database, mail?.token ?? "")).toBeUndefined();
    const unverified = await makeUser(db(), "buyer", { emailVerified: false });
    await requestSignInLink(unverified.email);
    expect(await readMail(db(), unverified.email)).toEqual([]);
  });

  it("isn't the same as a reset link", async () => {
    const user = await makeUser(db());
    await requestSignInLink(user.email);
    const [mail] = await readMail(db(), user.email);
    await expect(
      resetPassword(db().database, {
        token: mail?.token ?? "",
        newPassword: NEW,
        revokeKeys: false,
      }),
    ).rejects.toMatchObject({ code: "invalid_input" });
  });
});
