import { and, desc, eq, inArray, lt, or } from "drizzle-orm";
import type { Db } from "@/db/client";
import { paymentDisputes, purchases, stripeObjects, users } from "@/db/schema";
import type { DisputeStatus } from "@/lib/purchases/payment-updates";
import { isStripeId } from "@/lib/shared/ids";

/** Which disputes a list shows; all of them unless told. */
export const DISPUTE_FILTERS = {
  /** The bank waits for the seller's answer, before a deadline. */
  waiting: ["needs_response", "warning_needs_response", "appeal_needs_response"],
  /** The bank decides. */
  review: ["under_review", "warning_under_review", "appeal_under_review"],
  closed: ["won", "lost", "warning_closed", "prevented"],
} as const satisfies Record<string, readonly DisputeStatus[]>;

export type DisputeFilter = keyof typeof DISPUTE_FILTERS;

/** Whether evidence can still be given. */
export function canBeAnswered(status: DisputeStatus): boolean {
  return DISPUTE_FILTERS.waiting.some((waiting) => waiting === status);
}

const columns = {
  dispute: paymentDisputes,
  purchase: purchases,
  email: users.email,
  name: users.name,
};

/** A dispute with the purchase that it is about and who bought. */
export type DisputeDetails = Awaited<ReturnType<typeof listDisputes>>[number];

/**
 * Disputes of everybody, newest first, a page at a time.
 * @param given.before the time and id of the last row of the page before
 */
export function listDisputes(
  db: Db,
  given: { filter?: DisputeFilter; before?: { at: Date; id: string }; limit: number },
) {
  const { filter, before, limit } = given;
  const { createdAt, id, status } = paymentDisputes;
  return selectDisputes(db)
    .where(
      and(
        filter && inArray(status, [...DISPUTE_FILTERS[filter]]),
        before && or(lt(createdAt, before.at), and(eq(createdAt, before.at), lt(id, before.id))),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}

/** A dispute by its id at Stripe. @returns undefined for one of no purchase here */
export async function findDispute(db: Db, disputeId: string): Promise<DisputeDetails | undefined> {
  if (!isStripeId(disputeId)) return undefined;
  const [owner] = await db
    .select({ accountId: stripeObjects.accountId })
    .from(stripeObjects)
    .where(eq(stripeObjects.stripeId, disputeId));
  if (!owner) return undefined;
  const [found] = await selectDisputes(db).where(
    and(eq(paymentDisputes.accountId, owner.accountId), eq(paymentDisputes.id, disputeId)),
  );
  return found;
}

function selectDisputes(db: Db) {
  return db
    .select(columns)
    .from(paymentDisputes)
    .innerJoin(
      purchases,
      and(
        eq(purchases.accountId, paymentDisputes.accountId),
        eq(purchases.id, paymentDisputes.purchaseId),
      ),
    )
    .leftJoin(users, eq(users.id, purchases.userId));
}
