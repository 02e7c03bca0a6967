import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { stripeEvents } from "@/db/schema";
import { ProductError } from "@/lib/errors";
import { noSuch } from "../check-given";
import { ATTENTION } from "../inbox/events";
import { type By, checkReason, leaveTrace } from "../trace";

/**
 * Takes an event off the list of what needs an admin, who has seen to it elsewhere: by a refund in
 * Stripe, say. Moves no credits. It can still be processed again, and then counts if it credits.
 * @throws ProductError not_found; invalid_input without a reason; conflict when nobody is needed
 */
export async function dismissEvent(
  database: Database,
  given: By & { readonly eventId: string },
): Promise<void> {
  const by = { admin: given.admin, reason: checkReason(given.reason) };
  await database.transaction(async (tx) => {
    const [event] = await tx
      .select({ status: stripeEvents.status, reason: stripeEvents.reason })
      .from(stripeEvents)
      .where(eq(stripeEvents.id, given.eventId))
      .for("update");
    if (!event) throw noSuch("event");
    if (!ATTENTION.includes(event.status)) {
      throw new ProductError("conflict", { detail: "This event needs nobody." });
    }
    await tx
      .update(stripeEvents)
      .set({ status: "dismissed", reason: `Dismissed: ${by.reason} Before: ${event.reason}` })
      .where(eq(stripeEvents.id, given.eventId));
    await leaveTrace(tx, by, {
      action: "event.dismiss",
      target: { type: "stripe_event", id: given.eventId },
      details: { status: event.status },
    });
  });
}
