import { Hono } from "hono";
import { html } from "hono/html";
import type Stripe from "stripe";
import type { World } from "../model/world";
import { layout, money } from "./layout";
import { closedPage, hostedPage } from "./pay-form";
import { submitPayment } from "./submit";
import { challengeFrames, challengePage } from "./three-d-secure";

/** The hosted checkout page, with the selectors that public tests use on Stripe's own. */
export function payPages(world: World): Hono {
  const app = new Hono();
  const find = (id: string): Stripe.Checkout.Session | undefined => {
    const session = world.store.state.sessions[id];
    return session?.ui_mode === "hosted_page" ? session : undefined;
  };

  app.get("/c/pay/:id", (context) => {
    const session = find(context.req.param("id"));
    if (!session)
      return context.html(closedPage("This checkout page doesn’t exist", undefined), 404);
    if (session.status === "complete")
      return context.html(closedPage("You’re all done here: this has been paid", session));
    if (session.status === "expired")
      return context.html(closedPage("This checkout page has expired", session));
    return context.html(hostedPage(world, session));
  });

  app.post("/c/pay/:id", async (context) => {
    const session = find(context.req.param("id"));
    if (!session)
      return context.json(
        { faults: [{ field: "form", message: "This page doesn’t exist." }] },
        404,
      );
    const form = Object.fromEntries(await context.req.formData()) as Record<string, string>;
    const result = submitPayment(world, session, form);
    if (result.kind === "refused") return context.json({ faults: result.faults }, 402);
    if (result.kind === "challenge") return context.json({ challenge: true });
    return context.json({ redirect: successUrl(session) });
  });

  app.get("/c/3ds", (context) => context.html(challengeFrames()));
  app.get("/c/3ds/challenge", (context) => context.html(challengePage()));
  app.get("/receipts/:id", (context) => {
    const charge = world.store.state.charges[context.req.param("id")];
    if (!charge) return context.notFound();
    return context.html(
      layout(
        "Receipt",
        html`<main class="page"><h1>Receipt</h1><p>${money(charge.amount, charge.currency)} paid for ${charge.description ?? "your order"}. Refunded: ${money(charge.amount_refunded, charge.currency)}.</p><p class="muted small">Emulated Stripe receipt ${charge.id}</p></main>`,
      ),
    );
  });
  return app;
}

function successUrl(session: Stripe.Checkout.Session): string {
  return (session.success_url ?? "/").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}
