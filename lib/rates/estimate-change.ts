import { type Credits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";
import { priceUsage } from "./price-usage";
import { QUANTITIES } from "./quantities";
import type { RateTerms, Usage } from "./terms";

/** What was counted on a day, in all of its requests. */
export interface Counted {
  readonly requests: number;
  readonly credits: Credits;
  /** Decimal strings by quantity. */
  readonly quantities: Readonly<Record<string, string>>;
}

/** What days cost, and what they would have cost. */
export interface Estimate {
  readonly requests: number;
  /** What was charged. */
  readonly charged: Credits;
  /** With the terms that are compared. */
  readonly estimated: Credits;
}

/**
 * What requests would have cost with other terms. Each day is priced as so many requests of its
 * average size: where requests differ in size, a tier or a minimum makes the result an estimate.
 * @throws ProductError invalid_input when the terms have no price for a quantity that was counted
 */
export function estimateCost(days: readonly Counted[], terms: RateTerms): Estimate {
  let [requests, charged, estimated] = [0, ZERO_CREDITS, ZERO_CREDITS];
  for (const day of days) {
    requests += day.requests;
    charged = fromMicro(charged + day.credits);
    const price = priceUsage(terms, averageOf(day));
    estimated = fromMicro(estimated + price * BigInt(day.requests));
  }
  return { requests, charged, estimated };
}

/** A request of the day's average size, with six decimals. */
function averageOf({ quantities, requests }: Counted): Usage {
  const average: Usage = {};
  for (const quantity of QUANTITIES) {
    const total = quantities[quantity];
    if (total !== undefined) average[quantity] = divide(total, requests);
  }
  return average;
}

function divide(total: string, count: number): string {
  const [whole = "0", fraction = ""] = total.split(".");
  const micro = BigInt(whole + fraction.padEnd(6, "0")) / BigInt(count);
  const digits = micro.toString().padStart(7, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
