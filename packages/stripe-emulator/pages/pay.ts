import { Hono } from "hono";
import { html } from "hono/html";
import type Stripe from "stripe";
import { StripeError } from "../http/stripe-error";
import { paySession } from "../model/pay";
import type { World } from "../model/world";
import { checkForm, type FormFault } from "./check-form";
import { layout, money } from "./layout";
import { PAY_SCRIPT } from "./pay-script";
import { challengeFrames, challengePage } from "./three-d-secure";

/** The hosted checkout page, with the selectors that public tests use on Stripe's own. */
export function payPages(world: World): Hono {
  const app = new Hono();
  const find = (id: string): Stripe.Checkout.Session | undefined => world.store.state.sessions[id];

  app.get("/c/pay/:id", (context) => {
    const session = find(context.req.param("id"));
    if (!session)
      return context.html(closedPage("This checkout page doesn’t exist", undefined), 404);
    if (session.status === "complete")
      return context.html(closedPage("You’re all done here: this has been paid", session));
    if (session.status === "expired")
      return context.html(closedPage("This checkout page has expired", session));
    return context.html(payPage(world, session));
  });

  app.post("/c/pay/:id", async (context) => {
    const session = find(context.req.param("id"));
    if (!session)
      return context.json(
        { faults: [{ field: "form", message: "This page doesn’t exist." }] },
        404,
      );
    const form = Object.fromEntries(await context.req.formData()) as Record<string, string>;
    const checked = checkForm(form, new Date());
    if (checked.faults.length > 0) return context.json({ faults: checked.faults }, 402);
    try {
      const authenticated = form.authenticated === "yes";
      const outcome = paySession(world, session, { ...checked.payment, authenticated });
      if (outcome === "requires_action") return context.json({ challenge: true });
      return context.json({ redirect: successUrl(session) });
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      return context.json({ faults: [faultOf(error)] }, 402);
    }
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

/** A declined card is shown where the buyer can mend it. */
function faultOf(error: StripeError): FormFault {
  const fields: Record<string, string> = { expired_card: "cardExpiry", incorrect_cvc: "cardCvc" };
  return { field: fields[error.body.code ?? ""] ?? "cardNumber", message: error.body.message };
}

function closedPage(title: string, session: Stripe.Checkout.Session | undefined) {
  const back = session?.success_url ? new URL(session.success_url).origin : undefined;
  return layout(
    title,
    html`<main class="page"><h1>${title}</h1><p class="muted">Nothing more can be paid here.</p>${back ? html`<p><a href="${back}">Back to the shop</a></p>` : ""}</main>`,
  );
}

function payPage(world: World, session: Stripe.Checkout.Session) {
  const hidden = world.store.state.hiddenSessions[session.id];
  const total = money(session.amount_total, session.currency);
  const first = hidden?.lineItems[0]?.description ?? "Payment";
  return layout(
    `Pay ${total}`,
    html`<header class="banner">Stripe emulator: no real money moves here</header>
      <div class="pay">
        <section class="what" aria-label="Order">
          <div class="inner">
            ${session.cancel_url ? html`<p><a href="${session.cancel_url}" data-testid="business-link">← Back</a></p>` : ""}
            <p class="muted">Pay Ops-Center Credits</p>
            <p class="total">${total}</p>
            <ul class="lines">
              ${(hidden?.lineItems ?? []).map((item) => html`<li><span>${item.description} × ${item.quantity}</span><span>${money(item.amount_total, item.currency)}</span></li>`)}
            </ul>
          </div>
        </section>
        <main>
          <div class="inner">
            <h1 style="font-size:20px;margin-bottom:18px">${first}</h1>
            <form class="PaymentForm-form" method="post" novalidate data-session="${session.id}">
              ${field("email", "Email", { type: "email", autocomplete: "email", value: session.customer_email ?? "" })}
              ${
                hidden?.methodTypes.includes("sepa_debit")
                  ? html`<fieldset><legend class="small" style="font-weight:550;margin-bottom:4px">Payment method</legend><div class="methods"><label><input type="radio" name="method" value="card" checked /> Card</label><label><input type="radio" name="method" value="sepa_debit" /> SEPA debit</label></div></fieldset>`
                  : html`<input type="hidden" name="method" value="card" />`
              }
              <div data-method="card" style="display:grid;gap:14px">
                ${field("cardNumber", "Card number", { inputmode: "numeric", autocomplete: "cc-number", placeholder: "1234 1234 1234 1234" })}
                <div class="row">
                  ${field("cardExpiry", "Expiry", { inputmode: "numeric", autocomplete: "cc-exp", placeholder: "MM / YY" })}
                  ${field("cardCvc", "CVC", { inputmode: "numeric", autocomplete: "cc-csc", placeholder: "CVC" })}
                </div>
              </div>
              <div data-method="sepa_debit" hidden>${field("iban", "IBAN", { placeholder: "AT61 1904 3002 3457 3201", autocomplete: "off" })}</div>
              ${field("billingName", "Name", { autocomplete: "name", placeholder: "Full name" })}
              <div class="row">
                <div><label for="billingCountry">Country</label><select id="billingCountry" name="billingCountry" autocomplete="country">${COUNTRIES.map(([code, name]) => html`<option value="${code}">${name}</option>`)}</select></div>
                ${field("billingPostalCode", "Postal code", { autocomplete: "postal-code", placeholder: "ZIP" })}
              </div>
              <p class="error" role="alert" id="form-error" hidden></p>
              <button type="submit" class="SubmitButton SubmitButton--complete" data-testid="hosted-payment-submit-button"><div class="SubmitButton-Shimmer SubmitButton--complete-Shimmer"></div>Pay</button>
            </form>
            ${testCards()}
          </div>
        </main>
      </div>
      <dialog id="challenge" aria-label="3D Secure"></dialog>
      <script>
        ${PAY_SCRIPT};
      </script>`,
  );
}

const COUNTRIES = [
  ["US", "United States"],
  ["AT", "Austria"],
  ["CA", "Canada"],
  ["CH", "Switzerland"],
  ["DE", "Germany"],
  ["FR", "France"],
  ["GB", "United Kingdom"],
  ["IT", "Italy"],
  ["JP", "Japan"],
  ["NL", "Netherlands"],
] as const;

function field(
  id: string,
  label: string,
  attributes: {
    type?: string;
    inputmode?: string;
    autocomplete: string;
    placeholder?: string;
    value?: string;
  },
) {
  return html`<div>
    <label for="${id}">${label}</label>
    <input id="${id}" name="${id}" type="${attributes.type ?? "text"}" inputmode="${attributes.inputmode ?? "text"}" autocomplete="${attributes.autocomplete}" placeholder="${attributes.placeholder ?? ""}" value="${attributes.value ?? ""}" aria-describedby="${id}-error" />
    <p class="error" id="${id}-error" hidden></p>
  </div>`;
}

function testCards() {
  const cards = [
    ["4242 4242 4242 4242", "pays"],
    ["4000 0000 0000 0002", "is declined"],
    ["4000 0000 0000 9995", "insufficient funds"],
    ["4000 0025 0000 3155", "asks for 3D Secure"],
    ["4000 0000 0000 0259", "pays, is disputed later"],
    ["4000 0000 0000 5126", "pays, its refund fails"],
  ];
  return html`<details class="cards small"><summary>Test cards</summary><table>${cards.map(([number, what]) => html`<tr><td><code>${number}</code></td><td class="muted">${what}</td></tr>`)}</table><p class="muted">Any future expiry, any CVC. SEPA: AT61 1904 3002 3457 3201 succeeds, IT60 X054 2811 1010 0000 0123 456 fails.</p></details>`;
}
