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
