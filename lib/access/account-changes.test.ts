import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { users } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { doAccountRequests, readMail } from "@/dev/test/kits/access/mail";
import { makeUser, PASSWORD } from "@/dev/test/kits/access/signed-in";
import { newId } from "@/lib/shared/ids";
import { createApiKey } from "./api-keys";
import { confirmEmailChange, requestEmailChange } from "./change-email";
import { deleteAccount } from "./delete-account";
import { createKeyLookup } from "./key-lookup";
import { acceptInvitation, disableUser, enableUser, inviteUser, listUsers } from "./manage-users";
import { findSession, startSession } from "./sessions";
import { signInWithPassword } from "./sign-in";
import { signUp } from "./sign-up";
import { findUserByEmail, findUserById } from "./users";

const db = useTestDatabase();
const origin = { ip: undefined, userAgent: undefined };
const freshEmail = () => `${newId()}@example.com`;

function signIn(email: string, password = PASSWORD) {
  return signInWithPassword(db().database, { email, password, ip: undefined, device: undefined });
}

describe("a change of e-mail", () => {
  it("happens once the link at the new address is opened, and both addresses are told", async () => {
    const user = await makeUser(db());
    const email = freshEmail();
    await requestEmailChange(db().database, user, email);
    const [asked] = await readMail(db(), user.email);
    expect(asked?.subject).toBe("Email change requested");
    expect((await findUserById(db().database.read, user.id))?.email).toBe(user.email);
    const [link] = await readMail(db(), email);
    await confirmEmailChange(db().database, user, link?.token ?? "");
    expect((await findUserById(db().database.read, user.id))?.email).toBe(email);
    for (const address of [user.email, email]) {
      expect((await readMail(db(), address))[0]?.subject).toBe("Your email address was changed");
    }
    await expect(confirmEmailChange(db().database, user, link?.token ?? "")).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("to an address that has an account sends no link there, with the same answer", async () => {
    const [user, other] = [await makeUser(db()), await makeUser(db())];
    await expect(requestEmailChange(db().database, user, other.email)).resolves.toBeUndefined();
    expect(await readMail(db(), other.email)).toEqual([]);
  });

  it("isn't confirmed by another user, nor when the address was taken meanwhile", async () => {
    const [user, other] = [await makeUser(db()), await makeUser(db())];
    const email = freshEmail();
    await requestEmailChange(db().database, user, email);
    const [link] = await readMail(db(), email);
    const confirm = (by: typeof user) => confirmEmailChange(db().database, by, link?.token ?? "");
    await expect(confirm(other)).rejects.toMatchObject({ code: "invalid_input" });
    await db().database.read.update(users).set({ email }).where(eq(users.id, other.id));
    await expect(confirm(user)).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("deleting an account", () => {
  it("removes what is personal and every way in, and keeps the account's id", async () => {
    const { read } = db().database;
    const user = await makeUser(db());
    const session = await startSession(read, { userId: user.id, method: "password", origin });
    const scopes = ["credits:read"] as const;
    const { key } = await createApiKey(db().database, user.id, { name: "Bea's laptop", scopes });
    await expect(deleteAccount(db().database, user, "other@example.com")).rejects.toMatchObject({
      code: "invalid_input",
    });
    await deleteAccount(db().database, user, ` ${user.email.toUpperCase()} `);
    expect(await findSession(read, session)).toBeUndefined();
    expect(await createKeyLookup(read).find(key)).toBeUndefined();
    expect(await signIn(user.email)).toBeUndefined();
    const [row] = await read.select().from(users).where(eq(users.id, user.id));
    expect(row).toMatchObject({ accountId: user.accountId, name: "Deleted user" });
    const [dump] = await read.execute<{ text: string }>(
      sql`select (select string_agg(u::text, ' ') from users u)
        || (select string_agg(k::text, ' ') from api_keys k)
        || coalesce((select string_agg(s::text, ' ') from sessions s), '')
        || coalesce((select string_agg(e::text, ' ') from emails e), '') as text`,
    );
    expect(dump?.text).not.toContain(user.email);
    expect(dump?.text).not.toContain("Bea's laptop");
    expect((await readMail(db(), user.email))[0]?.subject).toBe("Your account was deleted");
    // The address is free again.
    expect(await signUp(db().database, { ...user, password: PASSWORD, ip: undefined })).toBe(
      "enter_code",
    );
  });

  it("is refused to the last admin", async () => {
    await db().database.read.update(users).set({ role: "buyer" });
    const admin = await makeUser(db(), "admin");
    await expect(deleteAccount(db().database, admin, admin.email)).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("people who work here", () => {
  it("are invited, choose a password by the mail's link, and have the role", async () => {
    const admin = await makeUser(db(), "admin");
    const email = freshEmail();
    await inviteUser(db().database, { email, name: "Sue", role: "support" }, admin);
    expect(await signIn(email)).toBeUndefined();
    const [mail] = await readMail(db(), email);
    await acceptInvitation(db().database, { token: mail?.token ?? "", newPassword: PASSWORD });
    expect(await signIn(email)).toMatchObject({ role: "support", emailVerified: true });
  });

  it("keep their invitation when a stranger signs up with the address", async () => {
    const admin = await makeUser(db(), "admin");
    const email = freshEmail();
    await inviteUser(db().database, { email, name: "Fin", role: "finance" }, admin);
    const [mail] = await readMail(db(), email);
    const strangers = "a password of strangers";
    await signUp(db().database, { email, name: "X", password: strangers, ip: undefined });
    await doAccountRequests(db());
    expect(await signIn(email, strangers)).toBeUndefined();
    await acceptInvitation(db().database, { token: mail?.token ?? "", newPassword: PASSWORD });
    expect(await signIn(email)).toMatchObject({ role: "finance", name: "Fin" });
  });

  it("are out at once when disabled, and back with a password when enabled", async () => {
    const { read } = db().database;
    const [admin, user] = [await makeUser(db(), "admin"), await makeUser(db(), "support")];
    const session = await startSession(read, { userId: user.id, method: "password", origin });
    await disableUser(db().database, user.id, admin);
    expect(await findSession(read, session)).toBeUndefined();
    await expect(signIn(user.email)).rejects.toMatchObject({ code: "forbidden" });
    expect(await signIn(user.email, "wrong password")).toBeUndefined();
    await enableUser(db().database, user.id, admin);
    expect(await findSession(read, session)).toBeUndefined();
    expect(await signIn(user.email)).toBeDefined();
  });

  it("don't disable themselves, nor the last admin", async () => {
    await db().database.read.update(users).set({ role: "buyer" });
    const admin = await makeUser(db(), "admin");
    const finance = await makeUser(db(), "finance");
    await expect(disableUser(db().database, admin.id, admin)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(disableUser(db().database, admin.id, finance)).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("are listed, customers only when searched for, a page at a time", async () => {
    const staff = await makeUser(db(), "support");
    const buyer = await makeUser(db());
    const { read } = db().database;
    const emails = async (filter: Parameters<typeof listUsers>[1]) =>
      (await listUsers(read, filter)).rows.map(({ email }) => email);
    expect(await emails({})).toContain(staff.email);
    expect(await emails({})).not.toContain(buyer.email);
    expect(await emails({ search: buyer.email.slice(0, 30) })).toEqual([buyer.email]);
    expect(await emails({ search: "%" })).toEqual([]);
    expect(await emails({ after: "zzz" })).toEqual([]);
    expect((await findUserByEmail(read, staff.email))?.role).toBe("support");
  });
});
