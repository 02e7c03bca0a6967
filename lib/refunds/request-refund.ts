import { and, desc, eq } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { refundRequests } from "@/db/schema";
import { type By, checkReason, leaveTrace } from "@/lib/audit/audit-entry";
import { lockOrders, type OrderKey } from "@/lib/purchases/load-purchases";
import { assertId, noSuch } from "@/lib/shared/assert-id";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { formatMoney } from "@/lib/shared/money";
import { readRefundable } from "./refund-quote";
import { type RefundRequestRow, type SentRefund, sendRefund } from "./send-refund";

export { quoteRefund, type RefundQuote } from "./refund-quote";
export type { RefundRequestRow, SentRefund } from "./send-refund";

export interface WantedRefund extends By {
  readonly purchase: OrderKey;
  readonly amountMinor: number;
  /**
   * A UUID made with the form, so that a double click or a reload refunds once: the same id again
   * is the same request.
   */
  readonly id?: string;
}

/**
 * Gives money back: writes a request row first, asks Stripe under the request's own idempotency
 * key, then takes the refund that Stripe answers in as a fact, which moves the ledger.
 *
 * @returns the request: `sent`; `failed` when Stripe refused, with its words in `error`; or
 *   `requested` when Stripe didn't answer: reconciliation sends it again under the same key
 * @throws ProductError not_found; invalid_input for an amount that is no positive whole number, or
 *   no reason; conflict for more than is refundable. Nothing was begun then
 */
export async function startRefund(database: Database, wanted: WantedRefund): Promise<SentRefund> {
  const { purchase, amountMinor } = wanted;
  assertId(purchase.accountId, "purchase");
  assertId(purchase.purchaseId, "purchase");
  const id = wanted.id ?? newId();
  assertId(id, "refund");
  const by = { admin: wanted.admin, reason: checkReason(wanted.reason) };
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) {
    throw new ProductError("invalid_input", {
      detail: "Say how much to give back: a positive amount in minor units, such as 1000 for $10.",
    });
  }
  const request = await database.transaction((tx) =>
    begin(tx, { ...by, purchase, amountMinor, id }),
  );
  return sendRefund(database, request);
}

/** Under the lock of its order, so that refunds begun at once never add up to more than was paid. */
async function begin(tx: Tx, wanted: Required<WantedRefund>): Promise<RefundRequestRow> {
  const { purchase, amountMinor, id } = wanted;
  const order = (await lockOrders(tx, [purchase])).get(purchase.purchaseId);
  if (!order) throw noSuch("purchase");
  const [known] = await tx
    .select()
    .from(refundRequests)
    .where(and(eq(refundRequests.accountId, purchase.accountId), eq(refundRequests.id, id)));
  if (known) return assertSame(known, wanted);
  const { refundableMinor, currency, refusal } = await readRefundable(tx, order.row);
  if (refusal) throw new ProductError("conflict", { detail: refusal });
  if (amountMinor > refundableMinor) {
    throw new ProductError("conflict", {
      detail: `At most ${formatMoney({ amountMinor: refundableMinor, currency })} of this payment can still be given back.`,
    });
  }
  const at = new Date();
  const [request] = await tx
    .insert(refundRequests)
    .values({
      ...purchase,
      id,
      amountMinor,
      currency,
      reason: wanted.reason,
      actor: wanted.admin,
      createdAt: at,
      updatedAt: at,
    })
    .returning();
  if (!request) throw new Error("the refund request was not written");
  await leaveTrace(tx, wanted, {
    action: "refund.start",
    target: { type: "purchase", id: purchase.purchaseId },
    details: { amount: formatMoney({ amountMinor, currency }), request: id },
  });
  return request;
}

function assertSame(known: RefundRequestRow, wanted: WantedRefund): RefundRequestRow {
  if (known.purchaseId === wanted.purchase.purchaseId && known.amountMinor === wanted.amountMinor) {
    return known;
  }
  throw new ProductError("idempotency_mismatch", {
    detail: "This form was sent before with another amount. Reload the page and try again.",
  });
}

/** The refunds that admins began for a purchase, newest first. */
export async function listRefundRequests(db: Db, key: OrderKey): Promise<RefundRequestRow[]> {
  return db
    .select()
    .from(refundRequests)
    .where(
      and(
        eq(refundRequests.accountId, key.accountId),
        eq(refundRequests.purchaseId, key.purchaseId),
      ),
    )
    .orderBy(desc(refundRequests.createdAt));
}
