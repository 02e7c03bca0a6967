import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Db } from "@/db/client";
import { userIdentities, users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { hashPassword, isRightPassword } from "./password";

export type Role = "buyer" | "admin";

/** Somebody who is signed in, or for whom a key acts. */
export interface User {
  readonly id: string;
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** A person with what sign-in compares. Never leaves lib/access. */
export interface StoredUser extends User {
  readonly passwordHash: string | null;
  readonly sessionVersion: number;
}

const newPerson = z.object({
  email: z.email("Write an e-mail address, such as name@example.com.").max(254),
  name: z
    .string()
    .trim()
    .min(1, "Write a name.")
    .max(100, "Write a name of at most 100 characters."),
  password: z
    .string()
    .min(10, "Use a password of at least 10 characters.")
    .max(200, "Use a password of at most 200 characters.")
    .optional(),
  role: z.enum(["buyer", "admin"]).default("buyer"),
});

export type NewUser = z.input<typeof newPerson>;

/**
 * Adds a person with an empty credit account.
 * @throws ProductError invalid_input naming each faulty field; conflict when the e-mail is taken
 */
export async function createUser(database: Database, given: NewUser): Promise<User> {
  const { password, ...person } = parse(newPerson, {
    ...given,
    email: normaliseEmail(given.email),
  });
  const passwordHash = password === undefined ? null : await hashPassword(password);
  const row = { ...person, id: newId(), accountId: newId(), passwordHash };
  const added = await database.read.insert(users).values(row).onConflictDoNothing().returning();
  if (added.length === 0) {
    throw new ProductError("conflict", {
      detail: "Somebody has signed up with this e-mail address already. Sign in instead.",
    });
  }
  return { id: row.id, accountId: row.accountId, email: row.email, name: row.name, role: row.role };
}

export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

export async function findUserByEmail(db: Db, email: string): Promise<StoredUser | undefined> {
  const [person] = await db
    .select()
    .from(users)
    .where(and(sql`lower(${users.email}) = ${normaliseEmail(email)}`, isNull(users.deletedAt)));
  return person;
}

export async function findUserById(db: Db, id: string): Promise<StoredUser | undefined> {
  const [person] = await db
    .select()
    .from(users)
    .where(and(eq(users.id, id), isNull(users.deletedAt)));
  return person;
}

/**
 * Changes a person's password, which signs them out everywhere.
 * @throws ProductError invalid_input when the current password is wrong or the new one too short
 */
export async function changePassword(
  database: Database,
  personId: string,
  given: { currentPassword: string; newPassword: string },
): Promise<void> {
  const person = await findUserById(database.read, personId);
  if (!person || !(await isRightPassword(person.passwordHash, given.currentPassword))) {
    throw new ProductError("invalid_input", {
      detail: "The current password isn't right.",
      extra: { fields: { currentPassword: "The current password isn't right." } },
    });
  }
  const { newPassword } = parse(z.object({ newPassword: newPerson.shape.password.unwrap() }), {
    newPassword: given.newPassword,
  });
  const passwordHash = await hashPassword(newPassword);
  await changeAndSignOut(
    database,
    personId,
    { passwordHash },
    { actor: personId, action: "password.change" },
  );
}

/** Gives a person another role, which signs them out everywhere. */
export async function setRole(
  database: Database,
  personId: string,
  role: Role,
  actor: string,
): Promise<void> {
  await changeAndSignOut(
    database,
    personId,
    { role },
    { actor, action: "role.change", details: { role } },
  );
}

/** Ends every session of a person. */
export async function signOutEverywhere(database: Database, personId: string): Promise<void> {
  await changeAndSignOut(database, personId, {}, { actor: personId, action: "session.end_all" });
}

async function changeAndSignOut(
  database: Database,
  personId: string,
  columns: Partial<typeof users.$inferInsert>,
  audit: { actor: string; action: string; details?: Record<string, unknown> },
): Promise<void> {
  await database.transaction(async (tx) => {
    await tx
      .update(users)
      .set({ ...columns, sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(eq(users.id, personId));
    await recordAudit(tx, { ...audit, target: { type: "user", id: personId } });
  });
}

/** An identity that a sign-in provider vouches for. */
export interface Identity {
  readonly provider: string;
  readonly subject: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
}

/**
 * The person of a provider's identity: known, linked by a verified e-mail, or new.
 * @throws ProductError forbidden when the e-mail isn't verified (anybody could claim it), or when
 *   sign-up is closed
 */
export async function findOrCreateByIdentity(
  database: Database,
  identity: Identity,
  signUpOpen: boolean,
): Promise<StoredUser> {
  const linked = await findByIdentity(database.read, identity);
  if (linked) return linked;
  if (!identity.emailVerified) {
    throw new ProductError("forbidden", {
      detail:
        "The provider hasn't verified this e-mail address. Verify it there, then sign in again.",
    });
  }
  const known = await findUserByEmail(database.read, identity.email);
  if (!known && !signUpOpen) {
    throw new ProductError("forbidden", {
      detail: "Sign-up is closed. Ask an admin for an account.",
    });
  }
  const person =
    known ?? (await createUser(database, { email: identity.email, name: identity.name }));
  await database.read
    .insert(userIdentities)
    .values({ provider: identity.provider, subject: identity.subject, userId: person.id })
    .onConflictDoNothing();
  const stored = await findByIdentity(database.read, identity);
  if (!stored) throw new Error(`identity ${identity.provider} was not linked`);
  return stored;
}

async function findByIdentity(
  db: Db,
  identity: Pick<Identity, "provider" | "subject">,
): Promise<StoredUser | undefined> {
  const [found] = await db
    .select({ person: users })
    .from(userIdentities)
    .innerJoin(users, eq(users.id, userIdentities.userId))
    .where(
      and(
        eq(userIdentities.provider, identity.provider),
        eq(userIdentities.subject, identity.subject),
        isNull(users.deletedAt),
      ),
    );
  return found?.person;
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
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
