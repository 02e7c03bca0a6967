import { z } from "zod";
import { PRICE_DECIMALS, QUANTITIES } from "./quantities";

const decimal = (decimals: number) =>
  z
    .string()
    .regex(
      new RegExp(`^\\d{1,9}(\\.\\d{1,${decimals}})?$`),
      `Send a decimal of at most ${decimals} decimals, such as "0.25".`,
    );
const price = decimal(PRICE_DECIMALS);

const quantityPrice = z.strictObject({
  /** Credits for `per` of the quantity. */
  price,
  per: z.union([z.literal(1), z.literal(1_000), z.literal(1_000_000)]).default(1),
  tiers: z
    .array(
      z.strictObject({
        /** Applies when `by` of the request is larger than this. */
        above: z.number().int().min(1).max(1_000_000_000),
        price,
        /** The quantity that chooses the tier; the priced one unless told. */
        by: z.enum(QUANTITIES).optional(),
      }),
    )
    .max(10)
    .optional(),
});

/** What a model costs. */
export const rateTerms = z.strictObject({
  prices: z
    .partialRecord(z.enum(QUANTITIES), quantityPrice)
    .refine((prices) => Object.keys(prices).length > 0, "Give at least one price."),
  /** What a request costs at least, in credits. */
  minimum: decimal(6).optional(),
  /** Added to the sum, in percent. */
  markup_percent: decimal(6).optional(),
});

export type RateTerms = z.output<typeof rateTerms>;
export type QuantityPrice = z.output<typeof quantityPrice>;

const count = z.union([
  z.number().int("Send a whole number, or a decimal string.").min(0).max(1_000_000_000_000),
  decimal(6),
]);

/** What a request used. */
export const usage = z
  .partialRecord(z.enum(QUANTITIES), count)
  .refine((given) => Object.keys(given).length > 0, "Send at least one quantity.");

export type Usage = z.output<typeof usage>;
