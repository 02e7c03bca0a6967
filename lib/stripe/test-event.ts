import { stripe } from "./client";

/**
 * Makes Stripe send an event to its webhook endpoints: a checkout session that no buyer ever sees is
 * opened and ended. Nothing can be paid by it, so this is safe in live mode too.
 * @param priceId a price of the catalogue, so that no product is made for it
 * @returns the event's id
 */
export async function causeTestEvent(priceId: string, returnUrl: string): Promise<string> {
  const { id, created } = await stripe().checkout.sessions.create({
    mode: "payment",
    line_items: [{ price: priceId, quantity: 1 }],
    success_url: returnUrl,
  });
  await stripe().checkout.sessions.expire(id);
  const events = stripe().events.list({
    type: "checkout.session.expired",
    // Clocks of Stripe's own machines may differ by a little.
    created: { gte: created - 60 },
    limit: 100,
  });
  for await (const event of events) {
    if (Object(event.data.object).id === id) return event.id;
  }
  throw new Error(`Stripe lists no event about the end of checkout session ${id}.`);
}
