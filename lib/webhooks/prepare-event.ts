import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { paymentRefunds, stripeObjects } from "@/db/schema";
import type { PurchaseKey } from "@/lib/purchases/load-purchases";
import type { PaymentUpdate, PurchaseRef } from "@/lib/purchases/payment-updates";
import { countsAsRefunded } from "@/lib/purchases/reversal-rules";
import type { ParsedEvent } from "@/lib/stripe/parsed-event";
import { findPurchaseOfPayment, listRefunds } from "@/lib/stripe/payments";

/** What is to be done about an event, with everything looked up that needs no lock. */
export type Prepared =
  | {
      readonly kind: "apply";
      readonly key: PurchaseKey;
      readonly updates: readonly PaymentUpdate[];
    }
  | { readonly kind: "settled"; readonly status: "ignored" | "mismatch"; readonly reason: string };

/**
 * Finds the purchase an event is about, and asks Stripe for what the event leaves out. Outside of
 * any transaction: Stripe may be slow, and locks must not wait for it.
 * @throws when Stripe can't be asked, or the event can't be read; it then counts as failed, and
 *   comes again
 */
export async function prepareEvent(
  db: Db,
  event: ParsedEvent,
  expectLivemode: boolean,
): Promise<Prepared> {
  if (event.foreignAccount) {
    return {
      kind: "settled",
      status: "ignored",
      reason: `The event is about the connected account ${event.foreignAccount}.`,
    };
  }
  if (event.livemode !== expectLivemode) {
    const [came, keys] = event.livemode ? ["live", "test"] : ["test", "live"];
    return {
      kind: "settled",
      status: "mismatch",
      reason: `This is a ${came} event, but this server has ${keys} keys. No credits were moved.`,
    };
  }
  const { content } = event;
  if (content.kind === "unreadable") throw new Error(content.reason);
  if (content.kind === "ignore") {
    return { kind: "settled", status: "ignored", reason: content.reason };
  }
  const key = await findPurchase(db, content.ref);
  if (!key) {
    return {
      kind: "settled",
      status: "ignored",
      reason: "This payment isn't for a purchase made here.",
    };
  }
  const updates = [...content.updates];
  if (content.refundedMinor !== undefined && content.ref.by === "payment") {
    updates.push(...(await findMissingRefunds(db, key, content.refundedMinor, content.ref)));
  }
  return { kind: "apply", key, updates };
}

async function findPurchase(db: Db, ref: PurchaseRef): Promise<PurchaseKey | undefined> {
  if (ref.by === "purchase") return ref;
  const ids = [ref.paymentIntentId, ref.chargeId].filter((id) => id !== null);
  if (ids.length === 0) return undefined;
  const [known] = await db
    .select({ accountId: stripeObjects.accountId, purchaseId: stripeObjects.purchaseId })
    .from(stripeObjects)
    .where(inArray(stripeObjects.stripeId, ids))
    .limit(1);
  if (known) return known;
  // The event overtook the one that completes the purchase: the payment itself names the purchase.
  const named = ref.paymentIntentId && (await findPurchaseOfPayment(ref.paymentIntentId));
  return named && named.by === "purchase" ? named : undefined;
}

async function findMissingRefunds(
  db: Db,
  key: PurchaseKey,
  refundedMinor: number,
  ref: Extract<PurchaseRef, { by: "payment" }>,
): Promise<PaymentUpdate[]> {
  if (!ref.paymentIntentId) return [];
  const known = await db
    .select({ amountMinor: paymentRefunds.amountMinor, status: paymentRefunds.status })
    .from(paymentRefunds)
    .where(
      and(
        eq(paymentRefunds.accountId, key.accountId),
        eq(paymentRefunds.purchaseId, key.purchaseId),
      ),
    );
  // Stripe's sum leaves out what failed, too: counted here, it would hide a refund that is missing.
  const knownMinor = known
    .filter((refund) => countsAsRefunded(refund.status))
    .reduce((sum, refund) => sum + refund.amountMinor, 0);
  return knownMinor < refundedMinor ? listRefunds(ref.paymentIntentId) : [];
}
