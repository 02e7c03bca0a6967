import { and, eq, isNull } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { packs, purchases, stripeEvents, users } from "@/db/schema";
import { env } from "@/env";
import { type By, checkReason, recordAdminAction } from "@/lib/audit/audit-entry";
import type { PurchaseKey } from "@/lib/purchases/load-purchases";
import type { SessionUpdate } from "@/lib/purchases/payment-updates";
import { assertId, noSuch } from "@/lib/shared/assert-id";
import { ProductError } from "@/lib/shared/errors";
import { formatMoney } from "@/lib/shared/money";
import { findStoredEvent } from "@/lib/webhooks/reprocess-event";

/**
 * Gives an `unmatched` checkout session its purchase: makes the missing row with the id that the
 * session's metadata names, for the person and the pack chosen. Process the event again
 * afterwards; then it credits once.
 * @throws ProductError not_found (event, person or pack); conflict when the event isn't unmatched,
 *   is no checkout session, or its purchase exists
 */
export async function recreatePurchase(
  database: Database,
  input: By & { readonly eventId: string; readonly userId: string; readonly packCode: string },
): Promise<PurchaseKey> {
  const by = { admin: input.admin, reason: checkReason(input.reason) };
  assertId(input.userId, "user");
  return database.transaction(async (tx) => {
    const { purchaseId, session, occurredAt } = await lockUnmatched(tx, input.eventId);
    const [user] = await tx
      .select({ accountId: users.accountId })
      .from(users)
      .where(and(eq(users.id, input.userId), isNull(users.deletedAt)));
    if (!user) throw noSuch("user");
    const pack = await findPack(tx, input.packCode, session);
    const [taken] = await tx
      .select({ id: purchases.id })
      .from(purchases)
      .where(eq(purchases.id, purchaseId));
    if (taken) {
      throw new ProductError("conflict", {
        detail: "The purchase of this payment exists now. Process the event again.",
      });
    }
    const { appUrl } = env().web;
    await tx.insert(purchases).values({
      id: purchaseId,
      accountId: user.accountId,
      userId: input.userId,
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
    await recordAdminAction(tx, by, {
      action: "purchase.recreate",
      target: { type: "purchase", id: purchaseId },
      details: { event: input.eventId, user: input.userId, pack: pack.code },
    });
    return { accountId: user.accountId, purchaseId };
  });
}

/** Whether a pack costs what a session took, before tax and discounts. */
export function costs(
  pack: Pick<typeof packs.$inferSelect, "priceMinor" | "currency">,
  paid: Pick<SessionUpdate, "subtotalMinor" | "currency">,
): boolean {
  return pack.priceMinor === paid.subtotalMinor && pack.currency === paid.currency;
}

/** Another pack than the one that was paid for would credit too much or too little. */
async function findPack(tx: Tx, code: string, paid: SessionUpdate) {
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

/** Locked, or two admins at once would make two purchases for two people of one payment. */
async function lockUnmatched(
  tx: Tx,
  eventId: string,
): Promise<{ purchaseId: string; session: SessionUpdate; occurredAt: Date }> {
  await tx
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .where(eq(stripeEvents.id, eventId))
    .for("update");
  const stored = await findStoredEvent(tx, eventId);
  if (!stored) throw noSuch("event");
  const { content, occurredAt } = stored.event;
  const session =
    content.kind === "updates"
      ? content.updates.find((update) => update.type === "session")
      : undefined;
  if (
    stored.status !== "unmatched" ||
    content.kind !== "updates" ||
    content.ref.by !== "purchase" ||
    !session
  ) {
    throw new ProductError("conflict", {
      detail: "Only a checkout session whose purchase is missing can be given a purchase.",
    });
  }
  return { purchaseId: content.ref.purchaseId, session, occurredAt };
}
