import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { purchases, stripeObjects, users } from "@/db/schema";
import { firstIdAt, isId } from "@/lib/shared/ids";
import type { PurchaseStatus } from "./list-purchases";
import type { PurchaseRow } from "./purchase";

/** What an admin asks for among everybody's purchases. */
export interface PurchaseSearch {
  /** A purchase's id, an id of Stripe's (cs_…, pi_…, ch_…, re_…, dp_…), or a customer's email. */
  readonly search?: string;
  readonly status?: PurchaseStatus;
  readonly packCode?: string;
  /** The days in UTC on which they were started, both included. */
  readonly from?: string;
  readonly to?: string;
  /** Only purchases made before this one. */
  readonly before?: string;
  readonly limit: number;
}

export interface FoundPurchase {
  readonly purchase: PurchaseRow;
  /** Null when the customer was deleted for good. */
  readonly email: string | null;
}

const DAY_MS = 86_400_000;

/**
 * Everybody's purchases, newest first. Ids grow with time, so days are a range of ids: no search
 * reads more of the table than it shows, except for a rare status or pack.
 */
export function searchPurchases(db: Db, filter: PurchaseSearch): Promise<FoundPurchase[]> {
  const { search, status, packCode, from, to, before } = filter;
  return db
    .select({ purchase: purchases, email: users.email })
    .from(purchases)
    .leftJoin(users, eq(users.id, purchases.userId))
    .where(
      and(
        search ? matchText(search.trim()) : undefined,
        status && eq(purchases.status, status),
        packCode ? eq(purchases.packCode, packCode) : undefined,
        from ? gte(purchases.id, firstIdAt(new Date(from))) : undefined,
        to ? lt(purchases.id, firstIdAt(new Date(Date.parse(to) + DAY_MS))) : undefined,
        before ? lt(purchases.id, before) : undefined,
      ),
    )
    .orderBy(desc(purchases.id))
    .limit(filter.limit);
}

function matchText(text: string): SQL {
  if (isId(text)) return eq(purchases.id, text);
  if (text.includes("@")) {
    return sql`${purchases.accountId} = (select account_id from users where lower(email) = ${text.toLowerCase()})`;
  }
  return sql`${purchases.id} in (select ${stripeObjects.purchaseId} from ${stripeObjects} where ${stripeObjects.stripeId} = ${text})`;
}

/** Every purchase of a search, page by page: memory stays the same, however many there are. */
export async function* walkPurchases(
  db: Db,
  filter: Omit<PurchaseSearch, "before" | "limit">,
  pageSize = 500,
): AsyncGenerator<FoundPurchase> {
  let before: string | undefined;
  for (;;) {
    const page = await searchPurchases(db, { ...filter, before, limit: pageSize });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    before = last.purchase.id;
  }
}
