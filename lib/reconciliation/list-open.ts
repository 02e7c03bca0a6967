import { and, gt, inArray, isNotNull, lt } from "drizzle-orm";
import type { Db } from "@/db/client";
import {
  isOneOf,
  OPEN_DISPUTES,
  OPEN_REFUNDS,
  paymentDisputes,
  paymentRefunds,
  purchases,
} from "@/db/schema";

/** Small, since each object is a request to Stripe of its own. */
export const PAGE_SIZE = 25;

export interface OpenPage {
  /** Everything made before then; what is younger is in Stripe's own lists. */
  readonly before: Date;
  readonly after: string | undefined;
}

/** Purchases that have not ended here, with their checkout sessions. */
export function listOpenSessions(db: Db, { before, after }: OpenPage) {
  return db
    .select({ id: purchases.sessionId, cursor: purchases.id })
    .from(purchases)
    .where(
      and(
        inArray(purchases.status, ["pending", "processing"]),
        isNotNull(purchases.sessionId),
        lt(purchases.createdAt, before),
        after ? gt(purchases.id, after) : undefined,
      ),
    )
    .orderBy(purchases.id)
    .limit(PAGE_SIZE);
}

/** Refunds that are in progress here. */
export function listOpenRefunds(db: Db, { before, after }: OpenPage) {
  const { id, status, createdAt } = paymentRefunds;
  return db
    .select({ id, cursor: id })
    .from(paymentRefunds)
    .where(
      and(isOneOf(status, OPEN_REFUNDS), lt(createdAt, before), after ? gt(id, after) : undefined),
    )
    .orderBy(id)
    .limit(PAGE_SIZE);
}

/** Disputes that are open here. */
export function listOpenDisputes(db: Db, { before, after }: OpenPage) {
  const { id, status, createdAt } = paymentDisputes;
  return db
    .select({ id, cursor: id })
    .from(paymentDisputes)
    .where(
      and(isOneOf(status, OPEN_DISPUTES), lt(createdAt, before), after ? gt(id, after) : undefined),
    )
    .orderBy(id)
    .limit(PAGE_SIZE);
}
