import { eq, inArray, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { packs, purchases, stripeEvents } from "@/db/schema";
import { costs } from "@/lib/exceptions/recreate-purchase";
import { parseStoredEvent } from "@/lib/stripe/parsed-event";
import type { Buyer } from "./ensure-buyer";

/** A payment whose purchase isn't in the database. */
export interface LostPurchase {
  /** The event of its checkout session. */
  readonly eventId: string;
  readonly packCode: string;
  readonly buyer: Buyer;
}

/** Events that found nothing to belong to, oldest first. */
export async function listUnmatched(db: Db): Promise<string[]> {
  const rows = await db
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .where(eq(stripeEvents.status, "unmatched"))
    .orderBy(stripeEvents.occurredAt, stripeEvents.id);
  return rows.map(({ id }) => id);
}

/**
 * Finds paid checkout sessions of ours whose purchase is missing, one event each. The pack is the
 * one that costs what was paid; where none does, or two do, an admin must choose, and it isn't listed.
 */
export async function findLostPurchases(db: Db): Promise<LostPurchase[]> {
  const rows = await db
    .select({ id: stripeEvents.id, payload: stripeEvents.payload })
    .from(stripeEvents)
    .where(
      sql`${stripeEvents.status} = 'unmatched' and ${stripeEvents.type} like 'checkout.session.%'`,
    )
    .orderBy(stripeEvents.occurredAt, stripeEvents.id);
  const offered = await db.select().from(packs);
  const found = new Map<string, LostPurchase>();
  for (const { id, payload } of rows) {
    const { content } = parseStoredEvent(payload);
    if (content.kind !== "updates" || content.ref.by !== "purchase") continue;
    const session = content.updates.find((update) => update.type === "session");
    if (session?.type !== "session" || session.paymentStatus === "unpaid") continue;
    const [pack, other] = offered.filter((candidate) => costs(candidate, session));
    if (!pack || other) continue;
    const { purchaseId, accountId } = content.ref;
    found.set(purchaseId, {
      eventId: id,
      packCode: pack.code,
      buyer: { accountId, ...readPerson(payload) },
    });
  }
  const known = await db
    .select({ id: purchases.id })
    .from(purchases)
    .where(inArray(purchases.id, [...found.keys()]));
  for (const { id } of known) found.delete(id);
  return [...found.values()];
}

/** Whom Stripe's checkout page knew. https://docs.stripe.com/api/checkout/sessions/object */
function readPerson(payload: Record<string, unknown>): { email?: string; name?: string } {
  const { object } = (payload as { data: { object: Record<string, unknown> } }).data;
  const details = object.customer_details as { email?: unknown; name?: unknown } | null | undefined;
  const email = details?.email ?? object.customer_email;
  return {
    ...(typeof email === "string" && { email }),
    ...(typeof details?.name === "string" && { name: details.name }),
  };
}
