import { type Credits, fromMicro, parseCredits, ZERO_CREDITS } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import { KIND_OF, PRICE_DECIMALS, QUANTITIES, type Quantity } from "./quantities";
import type { QuantityPrice, RateTerms, Usage } from "./terms";

/** Decimals of counts and of percents; those of prices are PRICE_DECIMALS. */
const COUNT_DECIMALS = 6;
/** Prices are for one, a thousand or a million: as a price for a million all are whole numbers. */
const LARGEST_PER = 1_000_000n;
const HUNDRED_PERCENT = 100n * 10n ** BigInt(COUNT_DECIMALS);
/** How many units of (count x price x per x percent) are one micro-credit. */
const UNITS_PER_MICRO =
  (10n ** BigInt(COUNT_DECIMALS + PRICE_DECIMALS) * LARGEST_PER * HUNDRED_PERCENT) / 1_000_000n;

/**
 * What a request costs: exact, and rounded up to the next micro-credit once, at the end.
 * @throws ProductError invalid_input for a quantity that the rate has no price for
 */
export function priceUsage(terms: RateTerms, usage: Usage): Credits {
  const counts = new Map<Quantity, bigint>();
  for (const quantity of QUANTITIES) {
    const given = usage[quantity];
    if (given !== undefined) counts.set(quantity, scale(String(given), COUNT_DECIMALS));
  }
  let sum = 0n;
  for (const [quantity, count] of counts) {
    if (count === 0n) continue;
    const price = findPrice(terms, quantity);
    sum += count * scale(choosePrice(price, quantity, counts), PRICE_DECIMALS) * unitsOf(price);
  }
  const percent = scale(terms.markup_percent ?? "0", COUNT_DECIMALS);
  const total = sum * (HUNDRED_PERCENT + percent);
  const micro = (total + UNITS_PER_MICRO - 1n) / UNITS_PER_MICRO;
  const minimum = terms.minimum === undefined ? ZERO_CREDITS : parseCredits(terms.minimum);
  return micro > minimum ? fromMicro(micro) : minimum;
}

/** How many of a price's units fit into the smallest unit: prices per million stay whole numbers. */
function unitsOf({ per }: QuantityPrice): bigint {
  return LARGEST_PER / BigInt(per);
}

function findPrice(terms: RateTerms, quantity: Quantity): QuantityPrice {
  const kind = KIND_OF[quantity];
  const price = terms.prices[quantity] ?? (kind && terms.prices[kind]);
  if (price) return price;
  const message = "The rate of this model has no price for it.";
  throw new ProductError("invalid_input", {
    detail: `The field usage.${quantity}: ${message}`,
    extra: { errors: [{ field: `usage.${quantity}`, message }] },
  });
}

/** The tier with the largest `above` that the request exceeds, or the price itself. */
function choosePrice(
  { price, tiers = [] }: QuantityPrice,
  quantity: Quantity,
  counts: ReadonlyMap<Quantity, bigint>,
): string {
  let chosen = { above: 0, price };
  for (const tier of tiers) {
    const size = counts.get(tier.by ?? quantity) ?? 0n;
    if (size > scale(String(tier.above), COUNT_DECIMALS) && tier.above > chosen.above) {
      chosen = tier;
    }
  }
  return chosen.price;
}

/** A decimal as a whole number of units of its last decimal. */
function scale(text: string, decimals: number): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}
