import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { packs } from "@/db/schema";
import { createUser } from "@/lib/access/users";
import { openOrder } from "@/lib/checkout/open-purchase";
import type { OrderKey } from "@/lib/purchases/load-purchases";
import type { ChargeFact, Fact, SessionFact } from "@/lib/purchases/payment-updates";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { systemClock } from "@/lib/shared/clock";
import { newId } from "@/lib/shared/ids";
import type { IncomingEvent } from "@/lib/stripe/parsed-event";
import { orderMetadata } from "@/lib/stripe/read-session";

/** A new person with an open order for a pack, as a click on Purchase Credits makes it. */
export async function givenOrder(database: Database, packCode = "starter"): Promise<PurchaseRow> {
  const person = await createUser(database, {
    email: `${newId()}@example.com`,
    name: "Bea",
    emailVerified: true,
  });
  const [pack] = await database.read.select().from(packs).where(eq(packs.code, packCode));
  if (!pack) throw new Error(`there is no pack ${packCode}`);
  const wanted = { person, pack, successUrl: undefined, cancelUrl: undefined };
  return openOrder(database, wanted, systemClock);
}

export function keyOf({ accountId, id }: PurchaseRow): OrderKey {
  return { accountId, purchaseId: id };
}

/** What Stripe says of an order that was paid by card. */
export function paidFacts(
  order: PurchaseRow,
  more: Partial<SessionFact> = {},
): [SessionFact, ChargeFact] {
  const session: SessionFact = {
    type: "session",
    sessionId: `cs_${order.id}`,
    status: "complete",
    paymentStatus: "paid",
    asyncFailed: false,
    paymentIntentId: `pi_${order.id}`,
    subtotalMinor: order.amountMinor,
    totalMinor: order.amountMinor,
    taxMinor: 0,
    currency: order.currency,
    livemode: false,
    ...more,
  };
  const receiptUrl = `https://receipts.example/${order.id}`;
  const { paymentIntentId } = session;
  return [session, { type: "charge", chargeId: `ch_${order.id}`, paymentIntentId, receiptUrl }];
}

/** An event of Stripe's that says these facts. */
export function eventOf(order: PurchaseRow, facts: readonly Fact[]): IncomingEvent {
  return {
    id: `evt_${newId().replaceAll("-", "")}`,
    type: "checkout.session.completed",
    livemode: false,
    foreignAccount: undefined,
    occurredAt: new Date(),
    objectId: `cs_${order.id}`,
    payload: {},
    reading: { kind: "facts", subject: { by: "order", ...keyOf(order) }, facts },
  };
}

/** The event of a paid session as Stripe sends it, with all that is read of it. */
export function sessionEventPayload(
  order: Pick<PurchaseRow, "accountId" | "id" | "amountMinor" | "currency">,
  more: { readonly amount_subtotal?: number; readonly currency?: string } = {},
): Record<string, unknown> {
  const amount = more.amount_subtotal ?? order.amountMinor;
  return {
    id: `evt_${newId().replaceAll("-", "")}`,
    object: "event",
    type: "checkout.session.completed",
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    data: {
      object: {
        id: `cs_${order.id}`,
        object: "checkout.session",
        livemode: false,
        status: "complete",
        payment_status: "paid",
        payment_intent: `pi_${order.id}`,
        amount_subtotal: amount,
        amount_total: amount,
        total_details: { amount_tax: 0 },
        currency: order.currency,
        metadata: orderMetadata({ accountId: order.accountId, purchaseId: order.id }),
        ...more,
      },
    },
  };
}
