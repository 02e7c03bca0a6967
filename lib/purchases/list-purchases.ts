import { and, desc, eq, lt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { purchaseStatus, purchases, users } from "@/db/schema";
import type { PurchaseRow } from "./purchase";

export type PurchaseStatus = PurchaseRow["status"];
export const PURCHASE_STATUSES = purchaseStatus.enumValues;

/** Where a page of purchases ends; ids grow with time, so an id is enough. */
export interface PurchaseFilter {
  readonly accountId?: string;
  readonly status?: PurchaseStatus;
  /** Only purchases made before this one: keyset paging, as fast on page 1,000 as on page 1. */
  readonly before?: string;
  readonly limit: number;
  /** For the HTTP contract of Ops-Center, which pages by offset. */
  readonly offset?: number;
}

/** Purchases, newest first. */
export function listPurchases(db: Db, filter: PurchaseFilter): Promise<PurchaseRow[]> {
  return db
    .select()
    .from(purchases)
    .where(matches(filter))
    .orderBy(desc(purchases.id))
    .limit(filter.limit)
    .offset(filter.offset ?? 0);
}

/** As listPurchases, with the people who bought: for admins. */
export function listPurchasesWithBuyers(db: Db, filter: PurchaseFilter) {
  return db
    .select({ purchase: purchases, email: users.email })
    .from(purchases)
    .leftJoin(users, eq(users.id, purchases.userId))
    .where(matches(filter))
    .orderBy(desc(purchases.id))
    .limit(filter.limit)
    .offset(filter.offset ?? 0);
}

function matches({ accountId, status, before }: PurchaseFilter) {
  return and(
    accountId === undefined ? undefined : eq(purchases.accountId, accountId),
    status === undefined ? undefined : eq(purchases.status, status),
    before === undefined ? undefined : lt(purchases.id, before),
  );
}
