import { encode } from "next-auth/jwt";
import { beforeAll, vi } from "vitest";
import { database } from "@/db/client";
import type { TestDatabase } from "@/dev/test/database";
import { env } from "@/env";
import { sessionCookieName } from "@/lib/access/session-cookie";
import { startSession } from "@/lib/access/sessions";
import { createUser, type Role, type User } from "@/lib/access/users";
import { newId } from "@/lib/shared/ids";

export const PASSWORD = "a password of tests";

/** Makes the database of the settings (which handlers use) that of the test. */
export function useAsAppDatabase(db: () => TestDatabase): void {
  beforeAll(() => {
    vi.stubEnv("DATABASE_URL", db().url);
    return () => database().close();
  });
}

/** Somebody new, with a password and an address that is verified unless told. */
export function makeUser(
  db: Pick<TestDatabase, "database">,
  role: Role = "buyer",
  { emailVerified = true } = {},
): Promise<User> {
  const email = `${newId()}@example.com`;
  const name = "Test Person";
  return createUser(db.database, { email, name, password: PASSWORD, role, emailVerified });
}

/** The Cookie header of a session that begins now. */
export async function cookieOf(db: TestDatabase, user: Pick<User, "id">): Promise<string> {
  const origin = { ip: undefined, userAgent: undefined };
  const { read } = db.database;
  const sessionId = await startSession(read, { userId: user.id, method: "password", origin });
  const token = await encode({ token: { sessionId }, secret: env().signIn.secret });
  return `${sessionCookieName()}=${token}`;
}
