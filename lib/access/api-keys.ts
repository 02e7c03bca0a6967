import { createHash, randomBytes } from "node:crypto";
import { and, desc, eq, getTableColumns, gt, isNull, or, sql } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { apiKeys } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Credits } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import { isId, newId } from "@/lib/shared/ids";
import { enqueueAccountMail } from "./account-mail";
import { admitTry } from "./limits";
import { keyScopesOf, type Scope } from "./scopes";
import { lockUser, type User } from "./users";
import { assertVerified } from "./verified";

export const KEY_PREFIX = "occ_";
const MAX_KEYS = 50;
const LONGEST_OVERLAP_MS = 30 * 24 * 60 * 60 * 1000;

export type ApiKey = typeof apiKeys.$inferSelect;

const { hash: _hash, ...shownColumns } = getTableColumns(apiKeys);
/** A key as its owner sees it. */
export type ShownKey = Omit<ApiKey, "hash">;

export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The only account that it reaches; the user's own unless told. "all" is for admins. */
  readonly account?: string | "all";
  readonly expiresAt?: Date;
  /** How much it may spend in a calendar month; only a key of one account can have one. */
  readonly monthlyBudget?: Credits;
}

/**
 * Makes a key for a user.
 * @returns the key itself, which is shown once and kept nowhere: only its SHA-256 is stored. It
 *   has 256 bits from the system, so a slow hash would add nothing
 * @throws ProductError invalid_input; forbidden for an unverified address, and for scopes and
 *   accounts that only admins have; conflict when the user has too many; rate_limited
 */
export async function createApiKey(
  database: Database,
  userId: string,
  given: NewApiKey,
): Promise<{ key: string; id: string }> {
  await admitTry(database, "create_key", userId);
  return database.transaction(async (tx) => {
    // Locked, so that requests that make keys at the same time count each other's.
    const owner = await lockUser(tx, userId);
    assertVerified(owner);
    assertAllowed(given, owner);
    const accountId = given.account === "all" ? null : (given.account ?? owner.accountId);
    return insertKey(tx, userId, {
      name: given.name.trim(),
      scopes: [...new Set(given.scopes)],
      accountId,
      monthlyBudget: given.monthlyBudget ?? null,
      expiresAt: given.expiresAt ?? null,
    });
  });
}

/**
 * Replaces a key of this user by a new one with the same name, scopes, account and budget. The
 * old one goes on working for a while, so that a service can change over without a pause.
 * @param overlapMs how long the old key still works; 0 ends it at once
 * @throws ProductError not_found for anybody else's, invalid_input for an overlap above 30 days
 */
export async function rollApiKey(
  database: Database,
  userId: string,
  id: string,
  overlapMs: number,
): Promise<{ key: string; id: string }> {
  if (overlapMs < 0 || overlapMs > LONGEST_OVERLAP_MS) {
    throw invalid("Let the old key work for at most 30 more days.");
  }
  return database.transaction(async (tx) => {
    await lockUser(tx, userId);
    const old = await findOwnKey(tx, userId, id);
    const endsAt = sql<Date>`least(${apiKeys.expiresAt}, now() + ${overlapMs} * interval '1 ms')`;
    await tx.update(apiKeys).set({ expiresAt: endsAt }).where(eq(apiKeys.id, old.id));
    return insertKey(tx, userId, old, old.id);
  });
}

/** A user's keys that work, newest first, without their hashes: pages are sent what this answers. */
export function listApiKeys(db: Db, userId: string): Promise<ShownKey[]> {
  return db
    .select(shownColumns)
    .from(apiKeys)
    .where(and(eq(apiKeys.userId, userId), works()))
    .orderBy(desc(apiKeys.id));
}

/** The names of all keys that a user ever had, for usage of the past. */
export function listKeyNames(db: Db, userId: string): Promise<Pick<ApiKey, "id" | "name">[]> {
  return db
    .select({ id: apiKeys.id, name: apiKeys.name })
    .from(apiKeys)
    .where(eq(apiKeys.userId, userId));
}

/** Ends a key of this user. @throws ProductError not_found for anybody else's */
export async function revokeApiKey(database: Database, userId: string, id: string): Promise<void> {
  await database.transaction(async (tx) => {
    const { id: found } = await findOwnKey(tx, userId, id);
    await tx.update(apiKeys).set({ revokedAt: sql`now()` }).where(eq(apiKeys.id, found));
    const target = { type: "api_key", id: found };
    await recordAudit(tx, { actor: userId, action: "api_key.revoke", target });
  });
}

/** Ends all keys of a user, in the transaction that gives the reason. @returns how many */
export async function revokeAllApiKeys(tx: Tx, userId: string): Promise<number> {
  const revoked = await tx
    .update(apiKeys)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return revoked.length;
}

/** Keys that are neither revoked nor expired, by the database's clock. */
export function works() {
  return and(
    isNull(apiKeys.revokedAt),
    or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)),
  );
}

export function hashKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

function assertAllowed(given: NewApiKey, owner: User): void {
  const name = given.name.trim();
  if (name === "" || name.length > 80 || /\p{Cc}/u.test(name)) {
    throw invalid("Enter a name of at most 80 characters, such as the service that uses the key.");
  }
  if (given.scopes.length === 0) throw invalid("Select at least one permission.");
  if (given.expiresAt && given.expiresAt <= new Date())
    throw invalid("The key expires in the past.");
  if (given.account === "all" && given.monthlyBudget !== undefined) {
    throw invalid("Only a key of one account can have a monthly budget.");
  }
  if (given.account && given.account !== "all" && !isId(given.account)) {
    throw invalid("The account is not an id.");
  }
  const allowed = keyScopesOf(owner.role);
  const refused = given.scopes.filter((scope) => !allowed.includes(scope));
  const elsewhere = given.account !== undefined && given.account !== owner.accountId;
  if (refused.length > 0 || (elsewhere && owner.role !== "admin")) {
    throw new ProductError("forbidden", {
      detail:
        refused.length > 0
          ? `Only an admin's key can have ${refused.join(", ")}.`
          : "Only an admin's key can reach other accounts.",
    });
  }
}

type KeySettings = Pick<ApiKey, "name" | "scopes" | "accountId" | "monthlyBudget" | "expiresAt"> & {
  readonly budgetId?: string;
};

async function insertKey(tx: Tx, userId: string, settings: KeySettings, rolls?: string) {
  const count = await tx.$count(apiKeys, and(eq(apiKeys.userId, userId), works()));
  if (count >= MAX_KEYS) {
    throw new ProductError("conflict", {
      detail: `You have ${MAX_KEYS} keys. Revoke one that is no longer used.`,
    });
  }
  const key = KEY_PREFIX + randomBytes(32).toString("base64url");
  const id = newId();
  const { name, scopes, accountId, monthlyBudget, expiresAt, budgetId = id } = settings;
  await tx.insert(apiKeys).values({
    ...{ id, userId: userId, start: key.slice(0, 10), hash: hashKey(key) },
    ...{ name, scopes, accountId, monthlyBudget, expiresAt, budgetId },
  });
  await recordAudit(tx, {
    actor: userId,
    action: rolls ? "api_key.roll" : "api_key.create",
    target: { type: "api_key", id },
    details: { name, scopes, account: accountId ?? "all", ...(rolls && { rolls }) },
  });
  await enqueueAccountMail(tx, { kind: "key-created", userId, facts: { what: name } });
  return { key, id };
}

async function findOwnKey(tx: Tx, userId: string, id: string): Promise<ApiKey> {
  const [found] = isId(id)
    ? await tx
        .select()
        .from(apiKeys)
        .where(and(eq(apiKeys.id, id), eq(apiKeys.userId, userId), works()))
        .for("update")
    : [];
  if (!found) throw new ProductError("not_found", { detail: "There is no such key." });
  return found;
}

function invalid(detail: string): ProductError {
  return new ProductError("invalid_input", { detail });
}
