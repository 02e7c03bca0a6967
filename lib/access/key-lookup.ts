import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { Db } from "@/db/client";
import { apiKeys, users } from "@/db/schema";
import type { Credits } from "@/lib/shared/credits";
import { hashKey, KEY_PREFIX, works } from "./api-keys";
import { keyScopesOf, type Scope } from "./scopes";
import { toStoredUser, type User, withoutSecrets } from "./users";

/** A key that works: for whom it acts, and what it may do. */
export interface FoundKey {
  readonly id: string;
  readonly name: string;
  readonly user: User;
  /** Its own scopes that its user's role still allows. */
  readonly scopes: readonly Scope[];
  /** The only account that it reaches; null: all. */
  readonly accountId: string | null;
  readonly monthlyBudget: Credits | null;
  readonly budgetId: string;
  readonly expiresAt: Date | null;
}

export interface KeyLookup {
  /** The key as it was at most a second ago, without a query; undefined when it isn't known. */
  peek(key: string): FoundKey | undefined;
  /** @returns undefined for a key that doesn't work */
  find(key: string): Promise<FoundKey | undefined>;
}

/** How long a key is taken from memory: a revoked one works this long at most, in every process. */
const FRESH_MS = 900;
const MAX_CACHED = 10_000;
const NONE = Symbol("no such key");

/** Looks keys up, at most about once a second each: a busy service's key costs no query a request. */
export function createKeyLookup(db: Db): KeyLookup {
  const cache = new LRUCache<string, FoundKey | typeof NONE>({
    max: MAX_CACHED,
    ttl: FRESH_MS,
    async fetchMethod(key, _stale, { options }) {
      const startedAt = performance.now();
      const found = await loadKey(db, key);
      // What a query read is as old as its beginning.
      options.ttl = Math.max(1, FRESH_MS - (performance.now() - startedAt));
      return found ?? NONE;
    },
  });
  const known = (found: FoundKey | typeof NONE | undefined) =>
    found === NONE || (found?.expiresAt && found.expiresAt <= new Date()) ? undefined : found;
  return {
    peek: (key) => known(cache.get(key)),
    find: async (key) => (looksLikeKey(key) ? known(await cache.fetch(key)) : undefined),
  };
}

function looksLikeKey(key: string): boolean {
  return key.startsWith(KEY_PREFIX) && key.length <= 100;
}

async function loadKey(db: Db, key: string): Promise<FoundKey | undefined> {
  const [found] = await db
    .select({ key: apiKeys, owner: users })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(
      and(
        eq(apiKeys.hash, hashKey(key)),
        works(),
        isNull(users.deletedAt),
        isNull(users.disabledAt),
      ),
    );
  // A key for all accounts outlives its user's role, and reaches nothing then.
  if (!found || (found.key.accountId === null && found.owner.role !== "admin")) return undefined;
  const user = withoutSecrets(toStoredUser(found.owner));
  await noteUse(db, found.key);
  const { id, name, scopes, accountId, monthlyBudget, budgetId, expiresAt } = found.key;
  return {
    ...{ id, name, accountId, monthlyBudget, budgetId, expiresAt, user },
    scopes: keyScopesOf(user.role).filter((scope) => scopes.includes(scope)),
  };
}

/** At most once a minute: a busy service's key must not become a row that everybody writes. */
async function noteUse(db: Db, key: typeof apiKeys.$inferSelect): Promise<void> {
  if (key.lastUsedAt && Date.now() - key.lastUsedAt.getTime() < 60_000) return;
  const minuteAgo = sql`now() - interval '1 minute'`;
  await db
    .update(apiKeys)
    .set({ lastUsedAt: sql`now()` })
    .where(
      and(
        eq(apiKeys.id, key.id),
        or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, minuteAgo)),
      ),
    );
}
