import { and, eq, inArray, type SQL } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { purchases, stripeEvents } from "@/db/schema";
import { type AdminReason, checkReason, recordAdminAction } from "@/lib/audit/audit-entry";
import { closeInReview } from "@/lib/purchases/lifecycle";
import { changePurchase } from "@/lib/purchases/repository";
import { noSuch } from "@/lib/shared/assert-id";
import { ProductError } from "@/lib/shared/errors";
import { expireSession } from "@/lib/stripe/create-session";
import { refusalOf, stripeUnavailable } from "@/lib/stripe/errors";
import { ATTENTION } from "@/lib/webhooks/list-events";

/**
 * Takes an event off the list of what needs an admin, who has handled it elsewhere: by a refund in
 * Stripe, say. Moves no credits; a purchase that waited for it ends, and its checkout page with it.
 * Processing the event again undoes this.
 * @throws ProductError not_found; invalid_input without a reason; conflict when it needs no review
 */
export async function dismissEvent(
  database: Database,
  input: AdminReason & { readonly eventId: string },
): Promise<void> {
  const by = { admin: input.admin, reason: checkReason(input.reason) };
  const isEvent = eq(stripeEvents.id, input.eventId);
  await endPage(database.read, isEvent);
  await database.transaction(async (tx) => {
    const [event] = await tx.select().from(stripeEvents).where(isEvent);
    if (!event) throw noSuch("event");
    // The purchase before the event, as the webhook processor locks them: no deadlock.
    const { accountId, purchaseId } = event;
    if (accountId && purchaseId) {
      await changePurchase(tx, { accountId, purchaseId }, (known) =>
        closeInReview(known, new Date()),
      );
    }
    const dismissed = await tx
      .update(stripeEvents)
      .set({ status: "dismissed", reason: `Dismissed: ${by.reason} Before: ${event.reason}` })
      .where(and(isEvent, inArray(stripeEvents.status, [...ATTENTION])))
      .returning({ id: stripeEvents.id });
    if (dismissed.length === 0) {
      throw new ProductError("conflict", { detail: "This event needs no review." });
    }
    await recordAdminAction(tx, by, {
      action: "event.dismiss",
      target: { type: "stripe_event", id: input.eventId },
      details: { status: event.status },
    });
  });
}

/**
 * The payment under review may have come from another session than the one that is still open:
 * a purchase that ends must not stay payable.
 */
async function endPage(db: Db, isEvent: SQL): Promise<void> {
  const [purchase] = await db
    .select({ sessionId: purchases.sessionId })
    .from(purchases)
    .innerJoin(
      stripeEvents,
      and(
        eq(stripeEvents.accountId, purchases.accountId),
        eq(stripeEvents.purchaseId, purchases.id),
      ),
    )
    .where(and(isEvent, eq(purchases.status, "in_review")));
  if (!purchase?.sessionId) return;
  try {
    await expireSession(purchase.sessionId);
  } catch (error) {
    // Stripe refuses to expire a session that isn't open, or that it doesn't know: that is the aim.
    if (refusalOf(error) === undefined) {
      throw stripeUnavailable(error, "Stripe can't be reached right now. Try again in a moment.");
    }
  }
}
