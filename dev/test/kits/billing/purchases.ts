import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { packs } from "@/db/schema";
import { createUser, type User } from "@/lib/access/users";
import { openPurchase } from "@/lib/checkout/open-purchase";
import type { ChargeUpdate, PaymentUpdate, SessionUpdate } from "@/lib/purchases/payment-updates";
import { keyOf, type PurchaseRow } from "@/lib/purchases/purchase";
import { systemClock } from "@/lib/shared/clock";
import { newId } from "@/lib/shared/ids";
import type { ParsedEvent } from "@/lib/stripe/parsed-event";
import { purchaseMetadata } from "@/lib/stripe/read-session";

/**
 * An open purchase for a pack, as a click on Purchase Credits makes it.
 * @param buyer a new user unless told
 */
export async function givenPurchase(
  database: Database,
  packCode = "starter",
  buyer?: User,
): Promise<PurchaseRow> {
  const user =
    buyer ??
    (await createUser(database, {
      email: `${newId()}@example.com`,
      name: "Bea",
      emailVerified: true,
    }));
  const [pack] = await database.read.select().from(packs).where(eq(packs.code, packCode));
  if (!pack) throw new Error(`there is no pack ${packCode}`);
  const place = { checkoutUi: "hosted" as const, successUrl: undefined, cancelUrl: undefined };
  return openPurchase(database, { user, pack, ...place }, systemClock);
}

/** What Stripe says of a purchase that was paid by card. */
export function paidUpdates(
  purchase: PurchaseRow,
  more: Partial<SessionUpdate> = {},
): [SessionUpdate, ChargeUpdate] {
  const session: SessionUpdate = {
    type: "session",
    sessionId: `cs_${purchase.id}`,
    mode: "payment",
    status: "complete",
    paymentStatus: "paid",
    asyncFailed: false,
    paymentIntentId: `pi_${purchase.id}`,
    subtotalMinor: purchase.amountMinor,
    totalMinor: purchase.amountMinor,
    discountMinor: 0,
    taxMinor: 0,
    currency: purchase.currency,
    ...more,
  };
  const receiptUrl = `https://receipts.example/${purchase.id}`;
  const { paymentIntentId } = session;
  return [session, { type: "charge", chargeId: `ch_${purchase.id}`, paymentIntentId, receiptUrl }];
}

/** An event of Stripe's that says these updates. */
export function eventOf(purchase: PurchaseRow, updates: readonly PaymentUpdate[]): ParsedEvent {
  return {
    id: `evt_${newId().replaceAll("-", "")}`,
    type: "checkout.session.completed",
    livemode: false,
    foreignAccount: undefined,
    occurredAt: new Date(),
    objectId: `cs_${purchase.id}`,
    payload: {},
    content: { kind: "updates", ref: { by: "purchase", ...keyOf(purchase) }, updates },
  };
}

/** The event of a paid session as Stripe sends it, with all that is read of it. */
export function sessionEventPayload(
  purchase: Pick<PurchaseRow, "accountId" | "id" | "amountMinor" | "currency">,
  more: { readonly amount_subtotal?: number; readonly currency?: string } = {},
): Record<string, unknown> {
  const amount = more.amount_subtotal ?? purchase.amountMinor;
  return {
    id: `evt_${newId().replaceAll("-", "")}`,
    object: "event",
    type: "checkout.session.completed",
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    data: {
      object: {
        id: `cs_${purchase.id}`,
        object: "checkout.session",
        mode: "payment",
        livemode: false,
        status: "complete",
        payment_status: "paid",
        payment_intent: `pi_${purchase.id}`,
        amount_subtotal: amount,
        amount_total: amount,
        total_details: { amount_tax: 0 },
        currency: purchase.currency,
        metadata: purchaseMetadata({ accountId: purchase.accountId, purchaseId: purchase.id }),
        ...more,
      },
    },
  };
}
