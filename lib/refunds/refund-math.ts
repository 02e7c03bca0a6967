import { clawbackTarget } from "@/lib/purchases/reversal-rules";
import { type Credits, fromMicro } from "@/lib/shared/credits";

/** Of a quote, all that the arithmetic needs. */
export interface RefundTerms {
  readonly granted: Credits;
  readonly paidMinor: number;
  readonly refundedMinor: number;
  readonly disputedMinor: number;
}

/** How many credits a refund of `amountMinor` takes back, on top of what was taken before (I4). */
export function creditsBackFor(terms: RefundTerms, amountMinor: number): Credits {
  const returnedMinor = terms.refundedMinor + terms.disputedMinor;
  const before = clawbackTarget(terms.granted, terms.paidMinor, returnedMinor);
  const after = clawbackTarget(terms.granted, terms.paidMinor, returnedMinor + amountMinor);
  return fromMicro(after - before);
}

/** Of a quote, what a suggestion depends on besides its terms. */
interface Suggestible extends RefundTerms {
  readonly refundableMinor: number;
  readonly unusedMinor: number;
  readonly lotRemaining: Credits;
  readonly balance: Credits;
}

/**
 * The amount that a refund starts from: the money of the unused credits. Rounded down it would
 * leave a fraction of a credit behind, so it is rounded up wherever the balance covers that. With
 * nothing unused it is everything that can be refunded.
 */
export function suggestRefundMinor(quote: Suggestible): number {
  if (quote.lotRemaining === 0n) return quote.refundableMinor;
  const leftBehind = creditsBackFor(quote, quote.unusedMinor) < quote.lotRemaining;
  const roundedUp = Math.min(quote.unusedMinor + 1, quote.refundableMinor);
  const isCovered = creditsBackFor(quote, roundedUp) <= quote.balance;
  return leftBehind && (isCovered || quote.unusedMinor === 0) ? roundedUp : quote.unusedMinor;
}
