import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { creditAccounts, creditLots, ledgerEntries, purchases, refundRequests } from "@/db/schema";
import type { PurchaseKey, PurchaseRow } from "@/lib/purchases/purchase";
import { assertId, noSuch } from "@/lib/shared/assert-id";
import { type Credits, fromMicro, sumCredits, ZERO_CREDITS } from "@/lib/shared/credits";
import { paidMoney } from "@/lib/shared/paid-money";

/** What an admin sees before a refund. Money in minor units of `currency`. */
export interface RefundQuote {
  readonly accountId: string;
  readonly purchaseId: string;
  readonly currency: string;
  readonly paidMinor: number;
  /** Refunds that went through or are on their way. */
  readonly refundedMinor: number;
  /** Held or taken by the bank because of disputes. */
  readonly disputedMinor: number;
  /** Refunds begun here that Stripe hasn't answered yet. */
  readonly requestedMinor: number;
  /** The most that can be refunded now. */
  readonly refundableMinor: number;
  /** What the purchase granted. */
  readonly granted: Credits;
  /** What is left of this purchase's lots. */
  readonly lotRemaining: Credits;
  /** Taken back by refunds and disputes so far, from these lots, from others, or as debt. */
  readonly takenBack: Credits;
  /** Used up: of these lots, what neither is left nor was taken back. */
  readonly spent: Credits;
  /** The account's balance now; negative is debt. */
  readonly balance: Credits;
  /** The money that belongs to the unused credits, rounded down; never more than refundable. */
  readonly unusedMinor: number;
  /** Why nothing can be refunded, as a sentence; undefined when something can. */
  readonly refusal: string | undefined;
}

/**
 * What is left of a purchase, what was spent, and what could be refunded. Changes nothing.
 * For what an amount takes from the balance, see `creditsBackFor` of refund-math.ts.
 * @throws ProductError not_found when there is no such purchase
 */
export async function quoteRefund(db: Db, key: PurchaseKey): Promise<RefundQuote> {
  assertId(key.accountId, "purchase");
  assertId(key.purchaseId, "purchase");
  const [row] = await db
    .select()
    .from(purchases)
    .where(and(eq(purchases.accountId, key.accountId), eq(purchases.id, key.purchaseId)));
  if (!row) throw noSuch("purchase");
  const [money, credits, [account]] = await Promise.all([
    readRefundable(db, row),
    readCredits(db, row),
    db
      .select({ balance: creditAccounts.balance })
      .from(creditAccounts)
      .where(eq(creditAccounts.id, key.accountId)),
  ]);
  const unusedMinor = Number(
    (BigInt(money.paidMinor) * credits.lotRemaining) / BigInt(row.credits),
  );
  return {
    ...key,
    ...money,
    ...credits,
    granted: row.credits,
    balance: account?.balance ?? ZERO_CREDITS,
    unusedMinor: Math.min(unusedMinor, money.refundableMinor),
  };
}

/** The money of a quote. On a locked purchase what it says holds until the transaction ends. */
export async function readRefundable(db: Db, row: PurchaseRow) {
  const [open] = await db
    .select({ sum: sql<string>`coalesce(sum(${refundRequests.amountMinor}), 0)` })
    .from(refundRequests)
    .where(
      and(
        eq(refundRequests.accountId, row.accountId),
        eq(refundRequests.purchaseId, row.id),
        eq(refundRequests.status, "requested"),
      ),
    );
  const requestedMinor = Number(open?.sum ?? 0);
  const paidMinor = row.completedAt ? (row.paidMinor ?? 0) : 0;
  const left = paidMinor - row.refundedMinor - row.disputedMinor - requestedMinor;
  const refundableMinor = Math.max(left, 0);
  return {
    currency: paidMoney(row).currency,
    paidMinor,
    refundedMinor: row.refundedMinor,
    disputedMinor: row.disputedMinor,
    requestedMinor,
    refundableMinor,
    refusal: refundableMinor > 0 ? undefined : whyNothing(paidMinor, row, requestedMinor),
  };
}

function whyNothing(paidMinor: number, row: PurchaseRow, requestedMinor: number): string {
  if (paidMinor === 0) return "Nothing was paid for this purchase, so nothing can be refunded.";
  if (row.disputedMinor > 0) return "The bank has taken this payment back because of a dispute.";
  if (requestedMinor > 0) return "A refund of all that is left has been asked of Stripe already.";
  return "All of this payment was refunded already.";
}

async function readCredits(db: Db, row: PurchaseRow) {
  const isPayment = (table: typeof creditLots | typeof ledgerEntries) =>
    and(
      eq(table.accountId, row.accountId),
      eq(table.sourceType, "payment"),
      eq(table.sourceId, row.paymentId ?? ""),
    );
  const [lots, entries] = await Promise.all([
    db
      .select({ id: creditLots.id, remaining: creditLots.remaining })
      .from(creditLots)
      .where(isPayment(creditLots)),
    db
      .select({
        kind: ledgerEntries.kind,
        amount: ledgerEntries.amount,
        lots: ledgerEntries.lots,
        amounts: ledgerEntries.amounts,
      })
      .from(ledgerEntries)
      .where(isPayment(ledgerEntries)),
  ]);
  const own = new Set(lots.map((lot) => lot.id));
  const clawbacks = entries.filter((entry) => /^(refund|dispute)/.test(entry.kind));
  const lotRemaining = sumCredits(lots.map((lot) => lot.remaining));
  const takenFromLots = clawbacks.flatMap(({ amount, lots: named, amounts }) =>
    amounts
      .filter((_, index) => own.has(named[index] ?? ""))
      .map((part) => fromMicro(amount < 0n ? part : -part)),
  );
  const left = row.completedAt ? row.credits - lotRemaining - sumCredits(takenFromLots) : 0n;
  return {
    lotRemaining,
    takenBack: fromMicro(-sumCredits(clawbacks.map((entry) => entry.amount))),
    spent: fromMicro(left > 0n ? left : 0n),
  };
}
