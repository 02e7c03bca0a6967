import { Hono } from "hono";
import type Stripe from "stripe";
import type { World } from "../model/world";
import { closedPage, embeddedPage } from "./pay-form";
import { submitPayment } from "./submit";

/**
 * The form that Stripe.js shows in a frame on the seller's page. It is found by the session's client
 * secret, which only the seller's server and the buyer's browser know.
 */
export function embeddedPages(world: World): Hono {
  const app = new Hono();
  const find = (secret: string): Stripe.Checkout.Session | undefined =>
    Object.values(world.store.state.sessions).find(
      ({ client_secret }) => client_secret !== null && client_secret === secret,
    );

  app.get("/c/embedded/:secret", (context) => {
    const session = find(context.req.param("secret"));
    if (!session) return context.html(closedPage("This form is no longer open", undefined), 404);
    return context.html(embeddedPage(world, session));
  });

  app.post("/c/embedded/:secret", async (context) => {
    const session = find(context.req.param("secret"));
    if (!session) {
      const message = "This form is no longer open.";
      return context.json({ faults: [{ field: "form", message }] }, 404);
    }
    const form = Object.fromEntries(await context.req.formData()) as Record<string, string>;
    const result = submitPayment(world, session, form);
    if (result.kind === "refused") return context.json({ faults: result.faults }, 402);
    if (result.kind === "challenge") return context.json({ challenge: true });
    return context.json({ complete: true, redirect: redirectOf(session) });
  });
  return app;
}

/** Stripe's page redirects after a card only when the session says `always`. */
function redirectOf(session: Stripe.Checkout.Session): string | undefined {
  return session.redirect_on_completion === "always"
    ? session.return_url?.replaceAll("{CHECKOUT_SESSION_ID}", session.id)
    : undefined;
}
