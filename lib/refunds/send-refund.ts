import { and, eq, lt } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { purchases, refundRequests } from "@/db/schema";
import type { RefundUpdate } from "@/lib/purchases/payment-updates";
import { recordPaymentUpdates } from "@/lib/purchases/record-payment-updates";
import { systemClock } from "@/lib/shared/clock";
import { log } from "@/lib/shared/log";
import { formatMoney } from "@/lib/shared/money";
import { reasonOf } from "@/lib/shared/reason-of";
import { createRefund, findRefundOfRequest, type RefundInput } from "@/lib/stripe/create-refund";
import { isServerFailure, refusalOf } from "@/lib/stripe/errors";

export type RefundRequestRow = typeof refundRequests.$inferSelect;

/** What a refund begun here came to. */
export interface SentRefund {
  readonly request: RefundRequestRow;
  /** For people: what happened, and what happens next. */
  readonly message: string;
}

/**
 * Sends a stored request to Stripe, unless Stripe has its refund already, and takes the refund in.
 * Safe to repeat and to run at once: the key is made of the request, and a refund is an update of its own.
 */
export async function sendRefund(
  database: Database,
  request: RefundRequestRow,
): Promise<SentRefund> {
  const money = formatMoney(request);
  if (request.status === "failed") return { request, message: `Stripe refused: ${request.error}` };
  if (request.status === "sent")
    return { request, message: `${money} was asked of Stripe before.` };
  let refund: RefundUpdate;
  try {
    refund = await askStripe(database.read, request);
  } catch (error) {
    const refusal = refusalOf(error);
    log.warn(
      { err: error, refundRequestId: request.id, purchaseId: request.purchaseId },
      refusal ? "Stripe refused a refund" : "A refund didn't reach Stripe; it will be sent again",
    );
    return refusal
      ? {
          request: await note(database.read, request, { status: "failed", error: refusal }),
          message: `Stripe refused: ${refusal}`,
        }
      : {
          request: await note(database.read, request, {
            error: reasonOf(error),
            attempt: request.attempt + (isServerFailure(error) ? 1 : 0),
          }),
          message: `Stripe didn't answer. The refund of ${money} is kept and is sent again within minutes; it is never made twice.`,
        };
  }
  const key = { accountId: request.accountId, purchaseId: request.purchaseId };
  const sent = await database.transaction(async (tx) => {
    await recordPaymentUpdates(tx, [{ key, updates: [refund] }], systemClock);
    return note(tx, request, { status: "sent", stripeRefundId: refund.refundId, error: null });
  });
  return { request: sent, message: describe(refund, money) };
}

/** Requests that have waited longer than the process that began them waits for Stripe. */
export async function listUnsentRefunds(db: Db, before: Date): Promise<RefundRequestRow[]> {
  return db
    .select()
    .from(refundRequests)
    .where(and(eq(refundRequests.status, "requested"), lt(refundRequests.createdAt, before)))
    .orderBy(refundRequests.createdAt);
}

async function askStripe(db: Db, request: RefundRequestRow): Promise<RefundUpdate> {
  const [purchase] = await db
    .select({ paymentId: purchases.paymentId })
    .from(purchases)
    .where(and(eq(purchases.accountId, request.accountId), eq(purchases.id, request.purchaseId)));
  if (!purchase?.paymentId) throw new Error(`refund request ${request.id} has no payment`);
  const refundPurchase: RefundInput = {
    requestId: request.id,
    attempt: request.attempt,
    purchaseId: request.purchaseId,
    paymentIntentId: purchase.paymentId,
    amountMinor: request.amountMinor,
    reason: request.reason,
  };
  return (await findRefundOfRequest(refundPurchase)) ?? createRefund(refundPurchase);
}

async function note(
  db: Db,
  request: RefundRequestRow,
  columns: Partial<RefundRequestRow>,
): Promise<RefundRequestRow> {
  const isRequest = and(
    eq(refundRequests.accountId, request.accountId),
    eq(refundRequests.id, request.id),
  );
  // What another process achieved meanwhile isn't overwritten by a failure of ours.
  const open = columns.status === "sent" ? isRequest : and(isRequest, isRequested);
  const [noted] = await db
    .update(refundRequests)
    .set({ ...columns, updatedAt: new Date() })
    .where(open)
    .returning();
  if (noted) return noted;
  const [current] = await db.select().from(refundRequests).where(isRequest);
  return current ?? request;
}

const isRequested = eq(refundRequests.status, "requested");

function describe(refund: RefundUpdate, money: string): string {
  switch (refund.status) {
    case "succeeded":
      return `${money} refunded.`;
    case "failed":
    case "canceled":
      return `The bank didn't take ${money} back; nothing was refunded.`;
    default:
      return `${money} is on its way back.`;
  }
}
