import Stripe from "stripe";
import type { Database } from "@/db/client";
import { packs, purchases, users } from "@/db/schema";
import { newId } from "@/lib/shared/ids";

/** A signed request as Stripe sends it when somebody has paid. */
export interface SignedRequest {
  readonly body: string;
  readonly headers: Record<string, string>;
}

const PEOPLE = 200;

/**
 * Writes open purchases of many people straight into the database, and signs the event of each one's
 * payment: as many unique deliveries as wanted, without asking anybody.
 */
export async function makePurchases(
  database: Database,
  count: number,
  secret: string,
): Promise<SignedRequest[]> {
  const [pack] = await database.read.select().from(packs).limit(1);
  if (!pack) throw new Error("there is no pack to sell");
  const people = Array.from({ length: PEOPLE }, () => ({ id: newId(), accountId: newId() }));
  await database.read.insert(users).values(
    people.map(({ id, accountId }) => ({
      id,
      accountId,
      email: `${id}@example.com`,
      name: "Bench",
    })),
  );
  const now = new Date();
  const rows = Array.from({ length: count }, (_, index) => {
    const id = newId();
    const user = people[index % PEOPLE] as (typeof people)[number];
    return {
      id,
      accountId: user.accountId,
      userId: user.id,
      packCode: pack.code,
      packDescription: "",
      packName: pack.name,
      credits: pack.credits,
      amountMinor: pack.priceMinor,
      currency: pack.currency,
      allowFree: false,
      // One open purchase per person and pack: these are past that, waiting for their bank.
      status: "processing" as const,
      successUrl: "http://localhost/",
      cancelUrl: "http://localhost/",
      sessionId: `cs_test_${id}`,
      sessionExpiresAt: now,
      createdAt: now,
      updatedAt: now,
    };
  });
  for (let start = 0; start < rows.length; start += 1000) {
    await database.read.insert(purchases).values(rows.slice(start, start + 1000));
  }
  return rows.map((row) => signRequest(JSON.stringify(paidEvent(row)), secret));
}

function paidEvent(purchase: {
  id: string;
  accountId: string;
  sessionId: string;
  amountMinor: number;
  currency: string;
}) {
  return {
    id: `evt_${purchase.id.replaceAll("-", "")}`,
    object: "event",
    api_version: "2026-10-28.endive",
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: "checkout.session.completed",
    data: {
      object: {
        id: purchase.sessionId,
        object: "checkout.session",
        mode: "payment",
        status: "complete",
        payment_status: "paid",
        payment_intent: `pi_${purchase.id.replaceAll("-", "")}`,
        amount_subtotal: purchase.amountMinor,
        amount_total: purchase.amountMinor,
        total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
        currency: purchase.currency,
        livemode: false,
        client_reference_id: purchase.id,
        metadata: {
          app: "ops-center-credits",
          account_id: purchase.accountId,
          purchase_id: purchase.id,
        },
      },
    },
  };
}

/** Signs a body as Stripe does when it sends it. */
export function signRequest(body: string, secret: string): SignedRequest {
  return {
    body,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "stripe-signature": Stripe.webhooks.generateTestHeaderString({ payload: body, secret }),
    },
  };
}
