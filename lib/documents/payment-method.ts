import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { stripeEvents } from "@/db/schema";

const charge = z.object({
  data: z.object({
    object: z.object({
      payment_method_details: z.object({
        type: z.string(),
        card: z.object({ brand: z.string(), last4: z.string() }).nullish(),
        sepa_debit: z.object({ last4: z.string() }).nullish(),
      }),
    }),
  }),
});

/**
 * How a charge was paid, as its event said: "Visa ending in 4242".
 * @returns undefined while no event of the charge has come
 */
export async function findPaymentMethod(
  db: Db,
  chargeId: string | null,
): Promise<string | undefined> {
  if (!chargeId) return undefined;
  const [event] = await db
    .select({ payload: stripeEvents.payload })
    .from(stripeEvents)
    .where(and(eq(stripeEvents.objectId, chargeId), eq(stripeEvents.type, "charge.succeeded")))
    .orderBy(desc(stripeEvents.firstReceivedAt))
    .limit(1);
  const parsed = charge.safeParse(event?.payload);
  if (!parsed.success) return undefined;
  const { type, card, sepa_debit: debit } = parsed.data.data.object.payment_method_details;
  if (card) return `${capitalise(card.brand)} ending in ${card.last4}`;
  if (debit) return `SEPA debit ending in ${debit.last4}`;
  return capitalise(type.replaceAll("_", " "));
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
