import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Db, Tx } from "@/db/client";
import { users } from "@/db/schema";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { hashPassword } from "./password-hash";
import { newPassword } from "./password-rules";

export type Role = (typeof users.$inferSelect)["role"];

/** Who is signed in, or for whom a key acts. */
export interface User {
  readonly id: string;
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Whether mail to the address is known to reach the user. */
  readonly emailVerified: boolean;
}

/** A user with what sign-in compares. Never leaves lib/access. */
export interface StoredUser extends User {
  readonly passwordHash: string | null;
  readonly disabled: boolean;
}

// Control characters would forge lines in logs and mails, and PostgreSQL refuses NUL.
const printable = /^\P{Cc}*$/u;

export const userName = z
  .string()
  .trim()
  .min(1, "Enter your name.")
  .max(100, "Enter a name of at most 100 characters.")
  .regex(printable, "Enter a name without control characters.");

export const userEmail = z
  .string()
  .transform(normaliseEmail)
  .pipe(z.email("Enter an email address, such as name@example.com.").max(254));

const newUser = z.object({
  email: userEmail,
  name: userName,
  password: newPassword.optional(),
  role: z.enum(["buyer", "support", "finance", "admin"]).default("buyer"),
  emailVerified: z.boolean(),
});

/** `emailVerified` is true where someone vouches for the address: a provider, or an operator. */
export type NewUser = z.input<typeof newUser>;

/** A row for a new user, checked and with its password hashed. */
export type PreparedUser = Pick<
  typeof users.$inferInsert,
  "email" | "name" | "role" | "passwordHash" | "emailVerifiedAt" | "referredBy"
>;

/**
 * Checks what a new user gave, and hashes the password: slow, so not within a transaction.
 * @throws ProductError invalid_input naming each faulty field
 */
export async function prepareUser(given: NewUser): Promise<PreparedUser> {
  const { password, emailVerified, ...user } = parseFields(newUser, given);
  return {
    ...user,
    passwordHash: password === undefined ? null : await hashPassword(password),
    emailVerifiedAt: emailVerified ? new Date() : null,
  };
}

/** Adds a user with an empty credit account. @returns undefined when the address is taken */
export async function insertUser(db: Db, user: PreparedUser): Promise<StoredUser | undefined> {
  const [stored] = await db
    .insert(users)
    .values({ ...user, id: newId(), accountId: newId() })
    .onConflictDoNothing()
    .returning();
  return stored && toStoredUser(stored);
}

/** @throws ProductError invalid_input naming each faulty field; conflict when the address is taken */
export async function createUser(database: Database, given: NewUser): Promise<User> {
  const stored = await insertUser(database.read, await prepareUser(given));
  if (!stored) {
    throw new ProductError("conflict", {
      detail: "This email already has an account. Sign in instead.",
    });
  }
  return withoutSecrets(stored);
}

export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

export async function findUserByEmail(db: Db, email: string): Promise<StoredUser | undefined> {
  // PostgreSQL refuses NUL in a parameter, and no address has one.
  if (email.includes("\0")) return undefined;
  const [user] = await db
    .select()
    .from(users)
    .where(and(sql`lower(${users.email}) = ${normaliseEmail(email)}`, isNull(users.deletedAt)));
  return user && toStoredUser(user);
}

export async function findUserById(db: Db, id: string): Promise<StoredUser | undefined> {
  const [user] = await db
    .select()
    .from(users)
    .where(and(eq(users.id, id), isNull(users.deletedAt)));
  return user && toStoredUser(user);
}

/** Locks a user's row until the transaction ends: changes to one user happen one after the other. */
export async function lockUser(tx: Tx, id: string): Promise<StoredUser> {
  const [user] = await tx
    .select()
    .from(users)
    .where(and(eq(users.id, id), isNull(users.deletedAt)))
    .for("update");
  if (!user) throw new ProductError("not_found", { detail: "There is no such user." });
  return toStoredUser(user);
}

export function toStoredUser(row: typeof users.$inferSelect): StoredUser {
  const { id, accountId, email, name, role, passwordHash } = row;
  return {
    ...{ id, accountId, email, name, role, passwordHash },
    emailVerified: row.emailVerifiedAt !== null,
    disabled: row.disabledAt !== null,
  };
}

export function withoutSecrets(user: StoredUser): User {
  const { id, accountId, email, name, role, emailVerified } = user;
  return { id, accountId, email, name, role, emailVerified };
}

/** @throws ProductError invalid_input with a sentence for each faulty field */
export function parseFields<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]),
  );
  throw new ProductError("invalid_input", {
    detail: Object.values(fields).join(" "),
    extra: { fields },
  });
}
