import type Stripe from "stripe";
import { z } from "zod";

/** Also within a bigint's and a Date's bounds. */
const amount = z.int().min(-1e12).max(1e12);
const seconds = z.int().min(0).max(1e11);
/** Stripe promises no form of its ids but their length: https://docs.stripe.com/upgrades */
const id = z.string().regex(/^[\x21-\x7e]{1,255}$/);
const reference = z.union([id, z.looseObject({ id })]).nullish();
const metadata = z.record(z.string(), z.string()).nullish();

const charge = z.looseObject({
  id,
  metadata,
  payment_intent: reference,
  status: z.string().nullish(),
  receipt_url: z.string().nullish(),
  amount_refunded: amount.nullish(),
});

const reversal = z.looseObject({
  id,
  amount,
  created: seconds,
  status: z.string().nullish(),
  reason: z.string().nullish(),
  payment_intent: reference,
  charge: reference,
});

const dispute = reversal.extend({
  currency: z.string(),
  balance_transactions: z.array(z.looseObject({ amount })).nullish(),
  evidence_details: z.looseObject({ due_by: seconds.nullish() }).nullish(),
});

const session = z.looseObject({
  id,
  metadata,
  client_reference_id: z.string().nullish(),
  payment_intent: reference,
  amount_subtotal: amount.nullish(),
  amount_total: amount.nullish(),
  total_details: z
    .looseObject({ amount_discount: amount.nullish(), amount_tax: amount.nullish() })
    .nullish(),
  currency: z.string().nullish(),
});

/** The first beginning that fits counts, so a longer one stands before a shorter one. */
const SHAPES: readonly (readonly [prefix: string, shape: z.ZodType])[] = [
  ["checkout.session.", session],
  ["charge.dispute.", dispute],
  ["charge.refund.", reversal],
  ["refund.", reversal],
  ["charge.", charge],
];

/**
 * Checks the types of what is read of an event's object, and of nothing else: Stripe may add what
 * it likes.
 * @throws Error naming the first field of a wrong type
 */
export function assertShape(event: Stripe.Event): void {
  const shape = SHAPES.find(([prefix]) => event.type.startsWith(prefix))?.[1];
  const issue = shape?.safeParse(event.data.object).error?.issues[0];
  if (!issue) return;
  throw new Error(`The ${event.type} event has a field of a wrong type: ${issue.path.join(".")}.`);
}
