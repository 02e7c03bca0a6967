import { createHash, randomBytes } from "node:crypto";
import { and, desc, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { apiKeys, users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { admitTry } from "./limits";
import { lockUser, toStoredUser, type User, withoutSecrets } from "./users";
import { assertVerified } from "./verified";

/** What a key may do. Admin scopes work only while the key's person is an admin. */
export const SCOPES = {
  "credits:read": "See balance, packs and history",
  "credits:purchase": "Open a checkout page",
  "admin:read": "See everybody's balances and purchases",
} as const;

export type Scope = keyof typeof SCOPES;

export const ALL_SCOPES = Object.keys(SCOPES) as Scope[];

const PREFIX = "occ_";
const MAX_KEYS = 50;

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** The first characters, so that a person recognises it. */
  readonly start: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/**
 * Makes a key for a person.
 * @returns the key itself, which is shown once and kept nowhere: only its SHA-256 is stored. It
 *   has 256 bits from the system, so a slow hash would add nothing
 * @throws ProductError invalid_input; forbidden for an unverified address or an admin's scope;
 *   conflict when the user has too many; rate_limited
 */
export async function createApiKey(
  database: Database,
  personId: string,
  given: { name: string; scopes: readonly Scope[] },
): Promise<{ key: string; id: string }> {
  const name = given.name.trim();
  if (name === "" || name.length > 80)
    throw invalid(
      "Write a name of at most 80 characters, such as the service that will use the key.",
    );
  if (given.scopes.length === 0) throw invalid("Choose at least one thing that the key may do.");
  const key = PREFIX + randomBytes(32).toString("base64url");
  const id = newId();
  await admitTry(database, "create_key", personId);
  await database.transaction(async (tx) => {
    // Locked, or many requests at once would all count the keys before any of them adds one.
    const user = await lockUser(tx, personId);
    assertVerified(user);
    assertMayHave(user, given.scopes);
    if ((await listApiKeys(tx, personId)).length >= MAX_KEYS) {
      throw new ProductError("conflict", {
        detail: `You have ${MAX_KEYS} keys. Revoke one that isn't used any more.`,
      });
    }
    await tx.insert(apiKeys).values({
      id,
      userId: personId,
      name,
      start: key.slice(0, 10),
      hash: hashKey(key),
      scopes: [...given.scopes],
    });
    await recordAudit(tx, {
      actor: personId,
      action: "api_key.create",
      target: { type: "api_key", id },
      details: { name, scopes: given.scopes },
    });
  });
  return { key, id };
}

/** A person's keys that work, newest first. */
export function listApiKeys(db: Db, personId: string): Promise<ApiKey[]> {
  return db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      start: apiKeys.start,
      scopes: apiKeys.scopes,
      createdAt: apiKeys.createdAt,
      lastUsedAt: apiKeys.lastUsedAt,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.userId, personId), isNull(apiKeys.revokedAt)))
    .orderBy(desc(apiKeys.id));
}

/** Ends a key of this person at once. @throws ProductError not_found for anybody else's */
export async function revokeApiKey(
  database: Database,
  personId: string,
  id: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const revoked = await tx
      .update(apiKeys)
      .set({ revokedAt: new Date() })
      .where(and(eq(apiKeys.id, id), eq(apiKeys.userId, personId), isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id });
    if (revoked.length === 0)
      throw new ProductError("not_found", { detail: "There is no such key." });
    await recordAudit(tx, {
      actor: personId,
      action: "api_key.revoke",
      target: { type: "api_key", id },
    });
  });
}

/** Ends all keys of a user, in the transaction that gives the reason. @returns how many */
export async function revokeAllApiKeys(tx: Tx, userId: string): Promise<number> {
  const revoked = await tx
    .update(apiKeys)
    .set({ revokedAt: new Date() })
    .where(and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return revoked.length;
}

/** The person for whom a key acts, and what it may do; undefined for a key that doesn't work. */
export async function findByApiKey(
  db: Db,
  key: string,
): Promise<{ person: User; scopes: readonly string[] } | undefined> {
  if (!key.startsWith(PREFIX) || key.length > 100) return undefined;
  const [found] = await db
    .select({ id: apiKeys.id, scopes: apiKeys.scopes, user: users })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(
      and(
        eq(apiKeys.hash, hashKey(key)),
        isNull(apiKeys.revokedAt),
        isNull(users.deletedAt),
        isNull(users.disabledAt),
      ),
    );
  if (!found) return undefined;
  await noteUse(db, found.id);
  return { person: withoutSecrets(toStoredUser(found.user)), scopes: found.scopes };
}

/** At most once a minute: a busy service's key must not become a row that everybody writes. */
async function noteUse(db: Db, id: string): Promise<void> {
  const minuteAgo = sql`now() - interval '1 minute'`;
  await db
    .update(apiKeys)
    .set({ lastUsedAt: new Date() })
    .where(
      and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, minuteAgo))),
    );
}

function assertMayHave(user: User, scopes: readonly Scope[]): void {
  if (user.role === "admin" || !scopes.some((scope) => scope.startsWith("admin:"))) return;
  throw new ProductError("forbidden", { detail: "Only admins can give a key an admin scope." });
}

function hashKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

function invalid(detail: string): ProductError {
  return new ProductError("invalid_input", { detail });
}
