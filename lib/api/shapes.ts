import { z } from "@hono/zod-openapi";
import { type Credits, parseCredits } from "@/lib/shared/credits";

/** A page by offset, as Ops-Center's clients ask for it. */
export const offsetPage = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
};

/** An instant, ISO 8601 in UTC. */
export const timestamp = z.iso.datetime();

/** An exact amount in an answer, such as "12.5" or "-0.000001". */
export const amount = z
  .string()
  .regex(/^-?\d+(\.\d{1,6})?$/)
  .openapi({ example: "12.5" });

const DECIMAL = /^\d{1,12}(\.\d{1,6})?$/;

/** An exact amount in a request: a decimal string above zero. A JSON number could lose digits. */
export const amountIn = z
  .string({ error: 'Send a decimal string, such as "12.5".' })
  .regex(DECIMAL, 'Send a decimal with at most six decimals, such as "12.5".')
  .transform((text): Credits => parseCredits(text))
  .refine((credits) => credits > 0n, "Send an amount above zero.")
  .openapi({ type: "string", pattern: DECIMAL.source, example: "12.5" });

/** As amountIn, or "0". */
export const amountOrNothing = z
  .string({ error: 'Send a decimal string, such as "12.5".' })
  .regex(DECIMAL, 'Send a decimal with at most six decimals, such as "12.5" or "0".')
  .transform((text): Credits => parseCredits(text))
  .openapi({ type: "string", pattern: DECIMAL.source, example: "12.5" });

/** What the API itself keeps in an entry's metadata. */
const RESERVED = ["model", "reference", "rate", "usage", "quote"];

/** Texts of the caller's own, kept with what they describe. */
export const metadata = z
  .record(z.string().min(1).max(40), z.string().max(500))
  .refine((given) => Object.keys(given).length <= 20, "Send at most 20 fields.")
  .refine(
    (given) => !RESERVED.some((name) => name in given),
    `The names ${RESERVED.join(", ")} have a meaning of their own.`,
  );

export const entryId = z.string().openapi({ description: "An entry's id.", example: "ent_…-42" });

/** What an account has after a request moved credits. */
export const movement = z
  .object({
    entry: entryId.nullable().openapi({ description: "Null when there was nothing to move." }),
    account: z.uuid(),
    amount: amount.openapi({ description: "Negative for credits that were taken." }),
    balance: amount,
    available: amount.openapi({ description: "The balance less what is held, never below zero." }),
  })
  .openapi("Movement");

export type Movement = z.output<typeof movement>;

export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, "Send 1 to 255 ASCII characters without spaces.")
  .openapi({ description: "A value that you choose for this one request, as in the header." });
