import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { paymentRefunds, stripeObjects } from "@/db/schema";
import type { OrderKey } from "@/lib/purchases/load-purchases";
import type { Fact, Subject } from "@/lib/purchases/payment-updates";
import { countsAsRefunded } from "@/lib/purchases/reversal-rules";
import type { IncomingEvent } from "@/lib/stripe/parsed-event";
import { findOrderOfPayment, listRefunds } from "@/lib/stripe/payments";

/** What is to be done about an event, with everything looked up that needs no lock. */
export type Prepared =
  | { readonly kind: "observe"; readonly key: OrderKey; readonly facts: readonly Fact[] }
  | { readonly kind: "settled"; readonly status: "ignored" | "mismatch"; readonly reason: string };

/**
 * Finds the order an event is about, and asks Stripe for what the event leaves out. Outside of
 * any transaction: Stripe may be slow, and locks must not wait for it.
 * @throws when Stripe can't be asked, or the event can't be read; it then counts as failed, and
 *   comes again
 */
export async function prepareEvent(
  db: Db,
  event: IncomingEvent,
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
  const { reading } = event;
  if (reading.kind === "unreadable") throw new Error(reading.reason);
  if (reading.kind === "ignore") {
    return { kind: "settled", status: "ignored", reason: reading.reason };
  }
  const key = await findOrder(db, reading.subject);
  if (!key) {
    return {
      kind: "settled",
      status: "ignored",
      reason: "This payment isn't for an order made here.",
    };
  }
  const facts = [...reading.facts];
  if (reading.refundedMinor !== undefined && reading.subject.by === "payment") {
    facts.push(...(await findMissingRefunds(db, key, reading.refundedMinor, reading.subject)));
  }
  return { kind: "observe", key, facts };
}

async function findOrder(db: Db, subject: Subject): Promise<OrderKey | undefined> {
  if (subject.by === "order") return subject;
  const ids = [subject.paymentIntentId, subject.chargeId].filter((id) => id !== null);
  if (ids.length === 0) return undefined;
  const [known] = await db
    .select({ accountId: stripeObjects.accountId, purchaseId: stripeObjects.purchaseId })
    .from(stripeObjects)
    .where(inArray(stripeObjects.stripeId, ids))
    .limit(1);
  if (known) return known;
  // The event overtook the one that completes the order: the payment itself names the order.
  const named = subject.paymentIntentId && (await findOrderOfPayment(subject.paymentIntentId));
  return named && named.by === "order" ? named : undefined;
}

async function findMissingRefunds(
  db: Db,
  key: OrderKey,
  refundedMinor: number,
  subject: Extract<Subject, { by: "payment" }>,
): Promise<Fact[]> {
  if (!subject.paymentIntentId) return [];
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
  return knownMinor < refundedMinor ? listRefunds(subject.paymentIntentId) : [];
}
