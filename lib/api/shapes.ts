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

const POSITIVE = /^(?=.*[1-9])\d{1,12}(\.\d{1,6})?$/;

/** An exact amount in a request: a decimal string above zero. A JSON number could lose digits. */
export const amountIn = z
  .string({ error: 'Send a decimal string, such as "12.5".' })
  .regex(POSITIVE, 'Send a decimal above zero with at most six decimals, such as "12.5".')
  .transform((text): Credits => parseCredits(text))
  .openapi({ type: "string", pattern: POSITIVE.source, example: "12.5" });
