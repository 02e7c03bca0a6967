import { and, eq, inArray } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { purchases, stripeEvents } from "@/db/schema";
import { type By, checkReason, recordAdminAction } from "@/lib/audit/audit-entry";
import { noSuch } from "@/lib/shared/assert-id";
import { ProductError } from "@/lib/shared/errors";
import { ATTENTION } from "@/lib/webhooks/list-events";

type EventRow = typeof stripeEvents.$inferSelect;

/**
 * Takes an event off the list of what needs an admin, who has seen to it elsewhere: by a refund in
 * Stripe, say. Moves no credits; a purchase that waited for it ends. Processing it again undoes this.
 * @throws ProductError not_found; invalid_input without a reason; conflict when nobody is needed
 */
export async function dismissEvent(
  database: Database,
  input: By & { readonly eventId: string },
): Promise<void> {
  const by = { admin: input.admin, reason: checkReason(input.reason) };
  await database.transaction(async (tx) => {
    const [event] = await tx.select().from(stripeEvents).where(eq(stripeEvents.id, input.eventId));
    if (!event) throw noSuch("event");
    // The purchase before the event, as everybody who takes one in: nobody waits in a circle.
    await closePurchase(tx, event);
    const dismissed = await tx
      .update(stripeEvents)
      .set({ status: "dismissed", reason: `Dismissed: ${by.reason} Before: ${event.reason}` })
      .where(and(eq(stripeEvents.id, input.eventId), inArray(stripeEvents.status, [...ATTENTION])))
      .returning({ id: stripeEvents.id });
    if (dismissed.length === 0) {
      throw new ProductError("conflict", { detail: "This event needs nobody." });
    }
    await recordAdminAction(tx, by, {
      action: "event.dismiss",
      target: { type: "stripe_event", id: input.eventId },
      details: { status: event.status },
    });
  });
}

/** Its buyer is told no more that somebody is looking into it. */
async function closePurchase(tx: Tx, { accountId, purchaseId }: EventRow): Promise<void> {
  if (!accountId || !purchaseId) return;
  const at = new Date();
  await tx
    .update(purchases)
    .set({
      status: "failed",
      statusReason: "This purchase was looked into and closed. No credits were added.",
      closedAt: at,
      updatedAt: at,
    })
    .where(
      and(
        eq(purchases.accountId, accountId),
        eq(purchases.id, purchaseId),
        eq(purchases.status, "in_review"),
      ),
    );
}
