import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { paymentRefunds } from "@/db/schema";
import { findPurchaseKey } from "@/lib/purchases/find-purchase";
import type { PaymentUpdate, PurchaseRef, RefundUpdate } from "@/lib/purchases/payment-updates";
import type { PurchaseKey } from "@/lib/purchases/purchase";
import { countsAsRefunded } from "@/lib/purchases/reversal-rules";
import { ProductError } from "@/lib/shared/errors";
import type { ParsedEvent } from "@/lib/stripe/parsed-event";
import { findPurchaseOfPayment, listRefunds } from "@/lib/stripe/payments";

/** What is to be done about an event, with everything looked up that needs no lock. */
export type PreparedEvent =
  | {
      readonly kind: "updates";
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
): Promise<PreparedEvent> {
  if (event.foreignAccount) {
    return settle("ignored", `The event is about the connected account ${event.foreignAccount}.`);
  }
  if (event.livemode !== expectLivemode) {
    const [came, keys] = event.livemode ? ["live", "test"] : ["test", "live"];
    return settle(
      "mismatch",
      `This is a ${came} event, but this server has ${keys} keys. No credits were moved.`,
    );
  }
  const { content } = event;
  if (content.kind === "unreadable") {
    throw new ProductError("invalid_input", { detail: content.reason });
  }
  if (content.kind === "ignore") return settle("ignored", content.reason);
  const key = await findKey(db, content.ref);
  if (!key) return settle("ignored", describeForeign(content.ref));
  const { ref, updates, refundedMinor } = content;
  if (refundedMinor === undefined || ref.by !== "payment") return { kind: "updates", key, updates };
  const missing = await listMissingRefunds(db, key, refundedMinor, ref.paymentIntentId);
  return { kind: "updates", key, updates: [...updates, ...missing] };
}

/** @returns undefined when the payment isn't for a purchase made here */
async function findKey(db: Db, ref: PurchaseRef): Promise<PurchaseKey | undefined> {
  const known = await findPurchaseKey(db, ref);
  if (known) return known;
  // Metadata of ours whose purchase doesn't exist: the event is kept as unmatched.
  if (ref.by === "purchase") return ref;
  if (ref.by === "session" || !ref.paymentIntentId) return undefined;
  // The event overtook the one that completes the purchase: the payment itself names it.
  const named = await findPurchaseOfPayment(ref.paymentIntentId);
  return named && findKey(db, named);
}

function describeForeign(ref: PurchaseRef): string {
  return ref.by === "session"
    ? "This Checkout Session wasn't made here: a test event, or another program's. No credits were added."
    : "This payment isn't for a purchase made here.";
}

/** Of this payment only: a refund of a second payment of the purchase must not hide a missing one. */
async function listMissingRefunds(
  db: Db,
  key: PurchaseKey,
  refundedMinor: number,
  paymentIntentId: string | null,
): Promise<RefundUpdate[]> {
  if (!paymentIntentId) return [];
  const known = await db
    .select({ amountMinor: paymentRefunds.amountMinor, status: paymentRefunds.status })
    .from(paymentRefunds)
    .where(
      and(
        eq(paymentRefunds.accountId, key.accountId),
        eq(paymentRefunds.purchaseId, key.purchaseId),
        eq(paymentRefunds.paymentId, paymentIntentId),
      ),
    );
  // Stripe's sum leaves out what failed, too: counted here, it would hide a refund that is missing.
  const knownMinor = known
    .filter((refund) => countsAsRefunded(refund.status))
    .reduce((sum, refund) => sum + refund.amountMinor, 0);
  return knownMinor < refundedMinor ? listRefunds(paymentIntentId) : [];
}

function settle(status: "ignored" | "mismatch", reason: string): PreparedEvent {
  return { kind: "settled", status, reason };
}
