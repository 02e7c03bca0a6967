import { KIND_OF, PRICE_DECIMALS, QUANTITIES, type Quantity } from "./quantities";
import type { QuantityPrice, RateTerms } from "./terms";

/** The fields of a form by name: what is typed, as text. */
export type Fields = Readonly<Record<string, string>>;

const PER = [1, 1_000, 1_000_000] as const;
const decimalOf = (decimals: number) => new RegExp(`^\\d{1,9}(\\.\\d{1,${decimals}})?$`);
const PRICE = decimalOf(PRICE_DECIMALS);
const AMOUNT = decimalOf(6);
/** "output_tokens above 200000 input_tokens: 22.5" */
const TIER = /^(\w+) above (\d{1,9})(?: (\w+))?: ?(\S+)$/;

/** What a form of a rate shows for these terms. Pure; readRateFields turns it back. */
export function toRateFields({ prices, minimum, markup_percent }: RateTerms): Fields {
  const fields: Record<string, string> = {
    minimum: minimum ?? "",
    markup: markup_percent ?? "",
  };
  const tiers: string[] = [];
  for (const [quantity, { price, per, tiers: steps = [] }] of Object.entries(prices)) {
    fields[`price.${quantity}`] = price;
    fields[`per.${quantity}`] = String(per);
    for (const { above, by, price: tierPrice } of steps) {
      tiers.push(`${quantity} above ${above}${by ? ` ${by}` : ""}: ${tierPrice}`);
    }
  }
  return { ...fields, tiers: tiers.join("\n") };
}

/** The terms that a form says, or a sentence for each faulty field. */
export function readRateFields(
  fields: Fields,
): { readonly terms: RateTerms } | { readonly faults: Fields } {
  const faults: Record<string, string> = {};
  const prices: Partial<Record<Quantity, QuantityPrice>> = {};
  for (const quantity of QUANTITIES) {
    const price = fields[`price.${quantity}`] ?? "";
    if (price === "") continue;
    if (!PRICE.test(price)) faults[`price.${quantity}`] = "Enter a price such as 25 or 0.5.";
    const per = PER.find((known) => String(known) === fields[`per.${quantity}`]) ?? 1;
    prices[quantity] = { price, per };
  }
  if (Object.keys(prices).length === 0) faults["price.input_tokens"] = "Enter at least one price.";
  for (const line of (fields.tiers ?? "").split("\n")) {
    if (line.trim() !== "" && !addTier(prices, line.trim())) {
      faults.tiers = `Write a line such as “output_tokens above 200000 input_tokens: 22.5”, for a quantity that has a price. This line is another: ${line.trim()}`;
    }
  }
  for (const name of ["minimum", "markup"] as const) {
    if (fields[name] && !AMOUNT.test(fields[name])) faults[name] = "Enter a number such as 0.5.";
  }
  if (Object.keys(faults).length > 0) return { faults };
  return {
    terms: {
      prices,
      ...(fields.minimum && { minimum: fields.minimum }),
      ...(fields.markup && { markup_percent: fields.markup }),
    },
  };
}

/** @returns false for a line that is no tier of a quantity with a price */
function addTier(prices: Partial<Record<Quantity, QuantityPrice>>, line: string): boolean {
  const [, quantity, above, by, price] = TIER.exec(line) ?? [];
  const priced = isQuantity(quantity) ? prices[quantity] : undefined;
  if (!priced || !isQuantity(quantity) || !PRICE.test(price ?? "")) return false;
  if (by !== undefined && !isQuantity(by)) return false;
  const tier = { above: Number(above), price: price ?? "", ...(by && { by }) };
  prices[quantity] = { ...priced, tiers: [...(priced.tiers ?? []), tier] };
  return tier.above > 0;
}

function isQuantity(name: string | undefined): name is Quantity {
  return QUANTITIES.some((known) => known === name);
}

/** A quantity in the words of a page: "Input tokens". */
export function nameQuantity(quantity: Quantity): string {
  const words = quantity.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What applies to a quantity without a price of its own; undefined when nothing does. */
export function hintOf(quantity: Quantity): string | undefined {
  const kind = KIND_OF[quantity];
  return kind && `Empty: the price of ${nameQuantity(kind).toLowerCase()}.`;
}
