import { eq } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { Db } from "@/db/client";
import { customers, users } from "@/db/schema";
import { isId } from "@/lib/shared/ids";

/** Whose account is meant: the operator's id of a customer, an account's id or a user's. */
export type AccountRef =
  | { readonly customer: string }
  | { readonly account: string }
  | { readonly user: string };

/** @returns the account's id; undefined when nobody has it */
export type FindAccount = (ref: AccountRef) => Promise<string | undefined>;

const MAX_CACHED = 100_000;

/**
 * Finds accounts, each with a query only once a process: an account never changes its owner, and
 * its owner's ids are never given to anybody else.
 */
export function createAccountLookup(db: Db): FindAccount {
  const cache = new LRUCache<string, string>({ max: MAX_CACHED });
  return async (ref) => {
    const name = JSON.stringify(ref);
    const known = cache.get(name);
    if (known !== undefined) return known;
    const found = await queryAccount(db, ref);
    if (found !== undefined) cache.set(name, found);
    return found;
  };
}

async function queryAccount(db: Db, ref: AccountRef): Promise<string | undefined> {
  if ("customer" in ref) {
    const [row] = await db
      .select({ id: customers.accountId })
      .from(customers)
      .where(eq(customers.externalId, ref.customer));
    return row?.id;
  }
  const id = ("user" in ref ? ref.user : ref.account).toLowerCase();
  if (!isId(id)) return undefined;
  if ("user" in ref) {
    const [row] = await db.select({ id: users.accountId }).from(users).where(eq(users.id, id));
    return row?.id;
  }
  const [row] = await db
    .select({ id: users.accountId })
    .from(users)
    .where(eq(users.accountId, id))
    .union(
      db.select({ id: customers.accountId }).from(customers).where(eq(customers.accountId, id)),
    );
  return row?.id;
}
