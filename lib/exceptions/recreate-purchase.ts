import { and, eq, isNull } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { packs, stripeEvents, users } from "@/db/schema";
import { env } from "@/env";
import { refuseOwnAccount } from "@/lib/access/refuse-own-account";
import { type AdminReason, checkReason, recordAdminAction } from "@/lib/audit/audit-entry";
import { listStripeIds, type SessionUpdate } from "@/lib/purchases/payment-updates";
import type { PurchaseKey } from "@/lib/purchases/purchase";
import { recordPaymentUpdates } from "@/lib/purchases/record-payment-updates";
import { insertPurchase } from "@/lib/purchases/repository";
import { claimStripeObjects, findForeign } from "@/lib/purchases/stripe-objects";
import { assertId, noSuch } from "@/lib/shared/assert-id";
import { systemClock } from "@/lib/shared/clock";
import { ProductError } from "@/lib/shared/errors";
import { formatMoney } from "@/lib/shared/money";
import { stripeUnavailable } from "@/lib/stripe/errors";
import { listReversals } from "@/lib/stripe/payments";
import { findStoredEvent } from "@/lib/webhooks/reprocess-event";

type RecreateInput = AdminReason & {
  readonly eventId: string;
  readonly userId: string;
  readonly packCode: string;
};

/**
 * Gives an `unmatched` checkout session its purchase: makes the missing row with the id that the
 * session's metadata names, for the user and the pack chosen, with what was refunded or disputed
 * meanwhile. Process the event again afterwards; then it credits what is left, once.
 * @throws ProductError not_found (event, user or pack); conflict when the event isn't unmatched, is
 *   no checkout session, or its purchase exists; forbidden for oneself; payment_provider_unavailable
 */
export async function recreatePurchase(
  database: Database,
  input: RecreateInput,
): Promise<PurchaseKey> {
  const by = { admin: input.admin, reason: checkReason(input.reason) };
  assertId(input.userId, "user");
  const { session } = await readUnmatched(database.read, input.eventId);
  const reversals = session.paymentIntentId ? await askStripe(session.paymentIntentId) : [];
  return database.transaction(async (tx) => {
    const { purchaseId, occurredAt } = await lockUnmatched(tx, input.eventId);
    const [user] = await tx
      .select({ accountId: users.accountId })
      .from(users)
      .where(and(eq(users.id, input.userId), isNull(users.deletedAt)));
    if (!user) throw noSuch("user");
    await refuseOwnAccount(tx, by.admin, user.accountId);
    const key = { accountId: user.accountId, purchaseId };
    const pack = await findPack(tx, input.packCode, session);
    const { appUrl } = env().web;
    const at = new Date();
    const inserted = await insertPurchase(tx, {
      id: purchaseId,
      accountId: user.accountId,
      userId: input.userId,
      packCode: pack.code,
      packName: pack.name,
      packDescription: pack.description,
      credits: pack.credits,
      creditsExpireAfterDays: pack.creditsExpireAfterDays,
      amountMinor: pack.priceMinor,
      currency: pack.currency,
      allowFree: pack.allowFree,
      // Not `pending`: the user may have an open checkout for this pack, and it is no page to pay on.
      status: "processing",
      statusReason: "The payment was found again. Credits follow when it is processed.",
      successUrl: `${appUrl}/admin/credits`,
      cancelUrl: `${appUrl}/admin/credits`,
      sessionId: session.sessionId,
      sessionExpiresAt: occurredAt,
      recreatedAt: at,
      createdAt: occurredAt,
      updatedAt: at,
    });
    if (!inserted || !(await claim(tx, key, listStripeIds(session)))) {
      throw new ProductError("conflict", {
        detail: "The purchase of this payment exists now. Process the event again.",
      });
    }
    await recordPaymentUpdates(tx, [{ key, updates: reversals }], systemClock);
    await recordAdminAction(tx, by, {
      action: "purchase.recreate",
      target: { type: "purchase", id: purchaseId },
      details: { event: input.eventId, user: input.userId, pack: pack.code },
    });
    return key;
  });
}

/** What was refunded or disputed while the payment had no purchase: those events were ignored. */
async function askStripe(paymentIntentId: string) {
  try {
    return await listReversals(paymentIntentId);
  } catch (error) {
    throw stripeUnavailable(error, "Stripe can't be reached right now. Try again in a moment.");
  }
}

/** @returns false when one of the objects belongs to another purchase */
async function claim(tx: Tx, key: PurchaseKey, stripeIds: readonly string[]): Promise<boolean> {
  const owners = await claimStripeObjects(tx, [{ key, stripeIds }]);
  return !findForeign(owners, stripeIds, key);
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

interface Unmatched {
  readonly purchaseId: string;
  readonly session: SessionUpdate;
  readonly occurredAt: Date;
}

/** Locked, so that what two admins do about one event happens one after the other. */
async function lockUnmatched(tx: Tx, eventId: string): Promise<Unmatched> {
  await tx
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .where(eq(stripeEvents.id, eventId))
    .for("update");
  return readUnmatched(tx, eventId);
}

async function readUnmatched(db: Db, eventId: string): Promise<Unmatched> {
  const stored = await findStoredEvent(db, eventId);
  if (!stored) throw noSuch("event");
  const { content, occurredAt } = stored.event;
  const session =
    content.kind === "updates" ? content.updates.find(({ type }) => type === "session") : undefined;
  if (
    stored.status !== "unmatched" ||
    content.kind !== "updates" ||
    content.ref.by !== "purchase" ||
    session?.type !== "session"
  ) {
    throw new ProductError("conflict", {
      detail: "Only a checkout session whose purchase is missing can be given a purchase.",
    });
  }
  return { purchaseId: content.ref.purchaseId, session, occurredAt };
}
