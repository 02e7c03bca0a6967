import { encode } from "next-auth/jwt";
import { beforeAll, vi } from "vitest";
import { database } from "@/db/client";
import type { TestDatabase } from "@/dev/test/database";
import { env } from "@/env";
import { sessionCookieName } from "@/lib/access/session";
import { createUser, findUserById, type Role, type User } from "@/lib/access/users";
import { newId } from "@/lib/shared/ids";

export const PASSWORD = "a password of tests";

/** Makes the database of the settings (which handlers use) that of the test. */
export function useAsAppDatabase(db: () => TestDatabase): void {
  beforeAll(() => {
    vi.stubEnv("DATABASE_URL", db().url);
    return () => database().close();
  });
}

/** Somebody new, with a password. */
export function makeUser(db: TestDatabase, role: Role = "buyer"): Promise<User> {
  const email = `${newId()}@example.com`;
  return createUser(db.database, { email, name: "Test User", password: PASSWORD, role });
}

/** The Cookie header of a session that begins now. */
export async function cookieOf(db: TestDatabase, user: User): Promise<string> {
  const stored = await findUserById(db.database.read, user.id);
  const token = await encode({
    token: { personId: user.id, sessionVersion: stored?.sessionVersion ?? 0 },
    secret: env().signIn.secret,
  });
  return `${sessionCookieName()}=${token}`;
}
