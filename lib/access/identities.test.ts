import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { apiKeys, users } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { readMail } from "@/dev/test/kits/access/mail";
import { makeUser, PASSWORD } from "@/dev/test/kits/access/signed-in";
import { newId } from "@/lib/shared/ids";
import { createApiKey } from "./api-keys";
import { findOrCreateByIdentity } from "./identities";
import { createKeyLookup } from "./key-lookup";
import { findSession, startSession } from "./sessions";
import { signInWithPassword } from "./sign-in";
import { findUserById } from "./users";

const db = useTestDatabase();

const identity = () => ({
  provider: "oidc:https://id.example.com",
  subject: newId(),
  email: `${newId()}@example.com`,
  emailVerified: true,
  name: "From Elsewhere",
});

describe("an identity of a provider", () => {
  it("becomes a user at the first sign-in, and is the same one at the next", async () => {
    const given = identity();
    const first = await findOrCreateByIdentity(db().database, given, true);
    const second = await findOrCreateByIdentity(
      db().database,
      { ...given, email: "changed@example.com" },
      false,
    );
    expect(second.id).toBe(first.id);
    expect(first).toMatchObject({ passwordHash: null, emailVerified: true });
  });

  it("is linked to a known user only by an address that the provider has verified", async () => {
    const user = await makeUser(db());
    const claimed = { ...identity(), email: user.email };
    await expect(
      findOrCreateByIdentity(db().database, { ...claimed, emailVerified: false }, true),
    ).rejects.toMatchObject({ code: "forbidden" });
    expect((await findOrCreateByIdentity(db().database, claimed, false)).id).toBe(user.id);
    const [mail] = await readMail(db(), user.email);
    expect(mail?.subject).toBe("A sign-in method was added");
  });

  it("makes no user while sign-up is closed", async () => {
    await expect(findOrCreateByIdentity(db().database, identity(), false)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("of a disabled user isn't let in", async () => {
    const given = identity();
    const user = await findOrCreateByIdentity(db().database, given, true);
    await db()
      .database.read.update(users)
      .set({ disabledAt: new Date() })
      .where(eq(users.id, user.id));
    await expect(findOrCreateByIdentity(db().database, given, true)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("an account that a stranger prepared with the victim's address", () => {
  it("is the victim's alone once they sign in: password, sessions and keys are gone", async () => {
    const { read } = db().database;
    const victim = identity();
    const prepared = await makeUser(db(), "buyer", { emailVerified: false });
    await read.update(users).set({ email: victim.email }).where(eq(users.id, prepared.id));
    const origin = { ip: undefined, userAgent: undefined };
    const session = await startSession(read, { userId: prepared.id, method: "password", origin });
    // As if the account had been verified when the key was made.
    await read.update(users).set({ emailVerifiedAt: new Date() }).where(eq(users.id, prepared.id));
    const scopes = ["credits:read"] as const;
    const { key } = await createApiKey(db().database, prepared.id, { name: "Mine", scopes });
    await read.update(users).set({ emailVerifiedAt: null }).where(eq(users.id, prepared.id));

    const linked = await findOrCreateByIdentity(db().database, victim, true);

    expect(linked).toMatchObject({ id: prepared.id, emailVerified: true, passwordHash: null });
    expect(await findSession(read, session)).toBeUndefined();
    expect(await createKeyLookup(read).find(key)).toBeUndefined();
    expect(await read.select().from(apiKeys).where(eq(apiKeys.userId, prepared.id))).toMatchObject([
      { revokedAt: expect.any(Date) },
    ]);
    const where = { ip: undefined, device: undefined };
    const tried = { email: victim.email, password: PASSWORD, ...where };
    expect(await signInWithPassword(db().database, tried)).toBeUndefined();
  });

  it("stays verified, with password and sessions, when its owner links another way in", async () => {
    const user = await makeUser(db());
    await findOrCreateByIdentity(db().database, { ...identity(), email: user.email }, true);
    expect((await findUserById(db().database.read, user.id))?.passwordHash).not.toBeNull();
  });
});
