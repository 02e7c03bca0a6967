import { Hono } from "hono";
import type Stripe from "stripe";
import { found } from "./api/route";
import type { Deliveries } from "./deliveries";
import type { ApiFault, DeliveryFault, Faults } from "./faults";
import { missing, StripeError } from "./http/stripe-error";
import { closeDispute, createDispute, escalate, type NewDispute } from "./model/disputes";
import type { EventType } from "./model/events";
import { expireSession, paySession, settleAsync } from "./model/pay";
import { createRefund, failRefund } from "./model/refunds";
import { createSession } from "./model/sessions";
import type { World } from "./model/world";
import { nowSeconds, type State } from "./store";

/** What tests and the dashboard steer the emulator by. Nothing of it exists on Stripe. */
export function controlApi(world: World, deliveries: Deliveries, faults: Faults): Hono {
  const app = new Hono().basePath("/_emulator");
  const { state } = world.store;
  const session = (id: string) =>
    found(state.sessions, id, (missed) => missing("checkout.session", missed));

  app.onError((error, context) => {
    if (error instanceof StripeError)
      return context.json({ error: error.body }, error.status as 400);
    console.error(error);
    return context.json({ error: { message: error.message } }, 500);
  });
  app.get("/health", (context) => context.json({ ok: true }));

  app.get("/faults", (context) => context.json(faults));
  app.post("/faults", async (context) => {
    const given = await body<{ api?: ApiFault; deliveries?: DeliveryFault }>(context.req);
    if (given.api) faults.api.push(given.api);
    if (given.deliveries) faults.deliveries.push(given.deliveries);
    return context.json(faults);
  });
  app.delete("/faults", (context) => {
    faults.api = [];
    faults.deliveries = [];
    return context.json(faults);
  });

  app.post("/deliveries/release", (context) => {
    deliveries.release();
    return context.json({ ok: true });
  });
  app.post("/deliveries/flush", async (context) => {
    await deliveries.flush();
    return context.json({ ok: true });
  });
  app.get("/deliveries", (context) => context.json(state.deliveries.slice(-500)));

  // A bank debit without a number waits for settle or fail; the test IBANs decide by themselves.
  app.post("/sessions/:id/pay", async (context) => {
    const { card, email, method } = await body<{
      card?: string;
      email?: string;
      method?: "card" | "sepa_debit";
    }>(context.req);
    const type = method ?? "card";
    const outcome = paySession(world, session(context.req.param("id")), {
      type,
      number: card ?? (type === "card" ? "4242424242424242" : "AT000000000000000000"),
      email: email ?? "buyer@example.com",
      name: "Test Buyer",
      authenticated: true,
    });
    return context.json({ outcome });
  });
  app.post("/sessions/:id/settle", (context) => {
    settleAsync(world, session(context.req.param("id")), true);
    return context.json({ ok: true });
  });
  app.post("/sessions/:id/fail", (context) => {
    settleAsync(world, session(context.req.param("id")), false);
    return context.json({ ok: true });
  });
  app.post("/sessions/:id/expire", (context) => {
    expireSession(world, session(context.req.param("id")));
    return context.json({ ok: true });
  });

  app.post("/payment_intents/:id/refund", async (context) => {
    const given = await body<{ amount?: number; reason?: string; fail?: boolean }>(context.req);
    const intent = found(state.paymentIntents, context.req.param("id"), (id) =>
      missing("payment_intent", id),
    );
    const charge = found(state.charges, String(intent.latest_charge), (id) =>
      missing("charge", id),
    );
    const refund = createRefund(world, { charge, amount: given.amount, reason: given.reason });
    return context.json(given.fail ? failRefund(world, refund.id) : refund);
  });
  app.post("/refunds/:id/fail", (context) =>
    context.json(failRefund(world, context.req.param("id"))),
  );

  app.post("/charges/:id/dispute", async (context) => {
    const given = await body<Partial<NewDispute>>(context.req);
    const charge = found(state.charges, context.req.param("id"), (id) => missing("charge", id));
    return context.json(createDispute(world, charge, { ...given, kind: given.kind ?? "dispute" }));
  });
  const dispute = (id: string) => found(state.disputes, id, (missed) => missing("dispute", missed));
  app.post("/disputes/:id/funds_withdrawn", (context) => {
    escalate(world, dispute(context.req.param("id")));
    return context.json(dispute(context.req.param("id")));
  });
  app.post("/disputes/:id/close", async (context) => {
    const { status } = await body<{ status: "won" | "lost" | "warning_closed" }>(context.req);
    closeDispute(world, dispute(context.req.param("id")), status);
    return context.json(dispute(context.req.param("id")));
  });

  app.post("/events/:id/resend", (context) => {
    deliveries.send(found(state.events, context.req.param("id"), (id) => missing("event", id)));
    return context.json({ ok: true });
  });
  app.post("/test_webhook", async (context) => {
    const { type } = await body<{ type?: EventType }>(context.req);
    return context.json(sendTestWebhook(world, type ?? "checkout.session.completed"));
  });
  app.post("/webhook_endpoints/:id", async (context) => {
    const { url, secrets } = await body<{ url?: string; secrets?: string[] }>(context.req);
    const endpoint = found(state.endpoints, context.req.param("id"), (id) =>
      missing("webhook endpoint", id),
    );
    if (url) endpoint.object.url = url;
    if (secrets) endpoint.secrets = secrets;
    return context.json({ ...endpoint.object, secrets: endpoint.secrets });
  });

  app.get("/ledger", (context) => context.json(paidAccordingToStripe(state)));
  return app;
}

async function body<T>(request: { text(): Promise<string> }): Promise<T> {
  const text = await request.text();
  return (text ? JSON.parse(text) : {}) as T;
}

/** As the button in Stripe's dashboard: a session that nobody here made. */
export function sendTestWebhook(world: World, type: EventType): Stripe.Event {
  const session = createSession(world.store, {
    currency: "usd",
    page: { uiMode: "hosted_page", cancelUrl: null, successUrl: "https://httpbin.org/post" },
    subtotalMinor: 2_000,
    discountMinor: 0,
    discounts: [],
    allowPromotionCodes: false,
    lineItems: [],
    paymentMetadata: {},
    paymentDescription: null,
    methodTypes: ["card"],
    clientReferenceId: null,
    customer: null,
    customerEmail: null,
    metadata: {},
    expiresAt: nowSeconds() + 3_600,
    pageBase: world.base,
  });
  const sample = {
    ...session,
    status: "complete",
    payment_status: "paid",
    url: null,
  } as Stripe.Checkout.Session;
  delete world.store.state.sessions[session.id];
  return world.emitter.emit(type, sample);
}

/** What was paid, for tests that compare it with the app's ledger. */
function paidAccordingToStripe(state: State) {
  return Object.values(state.sessions).map((session) => {
    const intent = typeof session.payment_intent === "string" ? session.payment_intent : null;
    const refunds = Object.values(state.refunds).filter(
      (refund) => refund.payment_intent === intent,
    );
    const disputes = Object.values(state.disputes).filter(
      (dispute) => dispute.payment_intent === intent,
    );
    const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
    return {
      session: session.id,
      status: session.status,
      client_reference_id: session.client_reference_id,
      metadata: session.metadata,
      payment_intent: intent,
      charge: (intent && state.paymentIntents[intent]?.latest_charge) ?? null,
      amount_total: session.amount_total,
      amount_subtotal: session.amount_subtotal,
      currency: session.currency,
      payment_status: session.payment_status,
      amount_refunded: intent
        ? sum(
            refunds
              .filter(({ status }) => status === "succeeded" || status === "pending")
              .map(({ amount }) => amount),
          )
        : 0,
      amount_disputed_withdrawn: intent
        ? -sum(
            disputes.flatMap((dispute) => dispute.balance_transactions.map(({ amount }) => amount)),
          )
        : 0,
    };
  });
}
