import { and, eq, isNull } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { packs, purchases, stripeEvents, users } from "@/db/schema";
import { env } from "@/env";
import { type By, checkReason, leaveTrace } from "@/lib/audit/audit-entry";
import type { OrderKey } from "@/lib/purchases/load-purchases";
import type { SessionFact } from "@/lib/purchases/payment-updates";
import { assertId, noSuch } from "@/lib/shared/assert-id";
import { ProductError } from "@/lib/shared/errors";
import { formatMoney } from "@/lib/shared/money";
import { findStoredEvent } from "@/lib/webhooks/reprocess-event";

/**
 * Gives an `unmatched` checkout session its order: makes the missing row with the id that the
 * session's metadata names, for the person and the pack chosen. Process the event again
 * afterwards; then it credits once.
 * @throws ProductError not_found (event, person or pack); conflict when the event isn't unmatched,
 *   is no checkout session, or its order exists
 */
export async function adoptPayment(
  database: Database,
  given: By & { readonly eventId: string; readonly userId: string; readonly packCode: string },
): Promise<OrderKey> {
  const by = { admin: given.admin, reason: checkReason(given.reason) };
  assertId(given.userId, "person");
  return database.transaction(async (tx) => {
    const { purchaseId, session, occurredAt } = await lockUnmatched(tx, given.eventId);
    const [person] = await tx
      .select({ accountId: users.accountId })
      .from(users)
      .where(and(eq(users.id, given.userId), isNull(users.deletedAt)));
    if (!person) throw noSuch("person");
    const pack = await findPack(tx, given.packCode, session);
    const [taken] = await tx
      .select({ id: purchases.id })
      .from(purchases)
      .where(eq(purchases.id, purchaseId));
    if (taken) {
      throw new ProductError("conflict", {
        detail: "The order of this payment is here now. Process the event again.",
      });
    }
    const { appUrl } = env().web;
    await tx.insert(purchases).values({
      id: purchaseId,
      accountId: person.accountId,
      userId: given.userId,
      packCode: pack.code,
      packName: pack.name,
      credits: pack.credits,
      amountMinor: pack.priceMinor,
      currency: pack.currency,
      allowFree: pack.allowFree,
      // Not `pending`: the person may have an open checkout for this pack, and it is no page to pay on.
      status: "processing",
      statusReason: "The payment was found again. Credits follow when it is processed.",
      successUrl: `${appUrl}/admin/credits`,
      cancelUrl: `${appUrl}/admin/credits`,
      sessionId: session.sessionId,
      sessionExpiresAt: occurredAt,
      createdAt: occurredAt,
      updatedAt: new Date(),
    });
    await leaveTrace(tx, by, {
      action: "payment.adopt",
      target: { type: "purchase", id: purchaseId },
      details: { event: given.eventId, user: given.userId, pack: pack.code },
    });
    return { accountId: person.accountId, purchaseId };
  });
}

/** Whether a pack costs what a session took, before tax and discounts. */
export function costs(
  pack: Pick<typeof packs.$inferSelect, "priceMinor" | "currency">,
  paid: Pick<SessionFact, "subtotalMinor" | "currency">,
): boolean {
  return pack.priceMinor === paid.subtotalMinor && pack.currency === paid.currency;
}

/** Another pack than the one that was paid for would credit too much or too little. */
async function findPack(tx: Tx, code: string, paid: SessionFact) {
  const all = await tx.select().from(packs);
  const pack = all.find((one) => one.code === code);
  if (!pack) throw noSuch("pack");
  const bought = all.find((one) => costs(one, paid));
  if (bought && !costs(pack, paid)) {
    const { subtotalMinor: amountMinor, currency } = paid;
    throw new ProductError("conflict", {
      detail: `${formatMoney({ amountMinor, currency })} was paid, which is the price of ${bought.name}. Choose that pack.`,
    });
  }
  return pack;
}

/** Locked, or two admins at once would make two orders for two people of one payment. */
async function lockUnmatched(
  tx: Tx,
  eventId: string,
): Promise<{ purchaseId: string; session: SessionFact; occurredAt: Date }> {
  await tx
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .where(eq(stripeEvents.id, eventId))
    .for("update");
  const stored = await findStoredEvent(tx, eventId);
  if (!stored) throw noSuch("event");
  const { reading, occurredAt } = stored.event;
  const session =
    reading.kind === "facts" ? reading.facts.find((fact) => fact.type === "session") : undefined;
  if (
    stored.status !== "unmatched" ||
    reading.kind !== "facts" ||
    reading.subject.by !== "order" ||
    !session
  ) {
    throw new ProductError("conflict", {
      detail: "Only a checkout session whose order is missing can be given an order.",
    });
  }
  return { purchaseId: reading.subject.purchaseId, session, occurredAt };
}
