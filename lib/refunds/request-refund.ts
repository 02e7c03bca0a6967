import { and, desc, eq } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { refundRequests } from "@/db/schema";
import { assertMayRefund } from "@/lib/access/refund-limit";
import { type AdminReason, checkReason, recordAdminAction } from "@/lib/audit/audit-entry";
import type { PurchaseKey } from "@/lib/purchases/purchase";
import { lockPurchases } from "@/lib/purchases/repository";
import { assertId, noSuch } from "@/lib/shared/assert-id";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { formatMoney } from "@/lib/shared/money";
import { readRefundable } from "./refund-quote";
import { type RefundRequestRow, type SentRefund, sendRefund } from "./send-refund";

export { quoteRefund, type RefundQuote } from "./refund-quote";
export type { RefundRequestRow, SentRefund } from "./send-refund";

export interface RefundRequestInput extends AdminReason {
  readonly purchase: PurchaseKey;
  readonly amountMinor: number;
  /**
   * A UUID made with the form, so that a double click or a reload refunds once: the same id again
   * is the same request.
   */
  readonly id?: string;
}

/**
 * Refunds a payment: writes a request row first, asks Stripe under the request's own idempotency
 * key, then takes the refund that Stripe answers in as an update, which moves the ledger.
 *
 * @returns the request: `sent`; `failed` when Stripe refused, with its words in `error`; or
 *   `requested` when Stripe didn't answer: reconciliation sends it again under the same key
 * @throws ProductError not_found; invalid_input for an amount that is no positive whole number, or
 *   no reason; conflict for more than is refundable; forbidden for a purchase of one's own, or more
 *   than one may refund a day. Nothing was begun then
 */
export async function startRefund(
  database: Database,
  input: RefundRequestInput,
): Promise<SentRefund> {
  const { purchase, amountMinor } = input;
  assertId(purchase.accountId, "purchase");
  assertId(purchase.purchaseId, "purchase");
  const id = input.id ?? newId();
  assertId(id, "refund");
  const by = { admin: input.admin, reason: checkReason(input.reason) };
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) {
    throw new ProductError("invalid_input", {
      detail: "Enter the amount to refund: a positive amount in minor units, such as 1000 for $10.",
    });
  }
  const request = await database.transaction((tx) =>
    begin(tx, { ...by, purchase, amountMinor, id }),
  );
  return sendRefund(database, request);
}

/** Under the lock of its purchase, so that refunds begun at once never add up to more than was paid. */
async function begin(tx: Tx, input: Required<RefundRequestInput>): Promise<RefundRequestRow> {
  const { purchase: key, amountMinor, id } = input;
  const purchase = (await lockPurchases(tx, [key])).get(key.purchaseId);
  if (!purchase) throw noSuch("purchase");
  const [known] = await tx
    .select()
    .from(refundRequests)
    .where(and(eq(refundRequests.accountId, key.accountId), eq(refundRequests.id, id)));
  if (known) return assertSame(known, input);
  await assertMayRefund(tx, input.admin, { accountId: key.accountId, amountMinor });
  const { refundableMinor, currency, refusal } = await readRefundable(tx, purchase.row);
  if (refusal) throw new ProductError("conflict", { detail: refusal });
  if (amountMinor > refundableMinor) {
    throw new ProductError("conflict", {
      detail: `At most ${formatMoney({ amountMinor: refundableMinor, currency })} of this payment can still be refunded.`,
    });
  }
  const at = new Date();
  const [request] = await tx
    .insert(refundRequests)
    .values({
      ...key,
      id,
      amountMinor,
      currency,
      reason: input.reason,
      actor: input.admin,
      createdAt: at,
      updatedAt: at,
    })
    .returning();
  if (!request) throw new Error("the refund request was not written");
  await recordAdminAction(tx, input, {
    action: "refund.start",
    target: { type: "purchase", id: key.purchaseId },
    details: { amount: formatMoney({ amountMinor, currency }), request: id },
  });
  return request;
}

function assertSame(known: RefundRequestRow, input: RefundRequestInput): RefundRequestRow {
  if (known.purchaseId === input.purchase.purchaseId && known.amountMinor === input.amountMinor) {
    return known;
  }
  throw new ProductError("idempotency_mismatch", {
    detail: "This form was sent before with another amount. Reload the page and try again.",
  });
}

/** The refunds that admins began for a purchase, newest first. */
export async function listRefundRequests(db: Db, key: PurchaseKey): Promise<RefundRequestRow[]> {
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
