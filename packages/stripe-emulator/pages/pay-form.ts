import { html } from "hono/html";
import type Stripe from "stripe";
import type { World } from "../model/world";
import type { HiddenSession } from "../store";
import { layout, money } from "./layout";
import { PAY_SCRIPT } from "./pay-script";

/** Shown in place of a form that can't be paid any more. */
export function closedPage(title: string, session: Stripe.Checkout.Session | undefined) {
  const back = session?.success_url ? new URL(session.success_url).origin : undefined;
  return layout(
    title,
    html`<main class="page"><h1>${title}</h1><p class="muted">Nothing more can be paid here.</p>${back ? html`<p><a href="${back}">Back to the shop</a></p>` : ""}</main>`,
  );
}

/** The hosted page: what is bought beside the form. */
export function hostedPage(world: World, session: Stripe.Checkout.Session) {
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
              ${(hidden?.lineItems ?? []).map((item) => html`<li><span>${item.description} × ${item.quantity}</span><span>${money(item.amount_subtotal, item.currency)}</span></li>`)}
              ${discountLine(session)}
            </ul>
          </div>
        </section>
        <main>
          <div class="inner">
            <h1 style="font-size:20px;margin-bottom:18px">${first}</h1>
            ${payForm(hidden, session)}
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

/** The form alone, for the frame on the seller's page. */
export function embeddedPage(world: World, session: Stripe.Checkout.Session) {
  const total = money(session.amount_total, session.currency);
  return layout(
    `Pay ${total}`,
    html`<p class="banner">Stripe emulator: no real money moves here</p>
      <main class="inner" style="padding:16px">
        <p class="total">${total}</p>
        ${payForm(world.store.state.hiddenSessions[session.id], session)} ${testCards()}
      </main>
      <dialog id="challenge" aria-label="3D Secure"></dialog>
      <script>
        ${PAY_SCRIPT};
      </script>`,
  );
}

function discountLine({ currency, total_details: details }: Stripe.Checkout.Session) {
  if (!details?.amount_discount) return "";
  return html`<li><span>Discount</span><span>−${money(details.amount_discount, currency)}</span></li>`;
}

function payForm(hidden: HiddenSession | undefined, session: Stripe.Checkout.Session) {
  const free = session.amount_total === 0;
  return html`<form class="PaymentForm-form" method="post" novalidate data-session="${session.id}">
              ${field("email", "Email", { type: "email", autocomplete: "email", value: session.customer_email ?? "" })}
              ${free ? "" : methodFields(hidden)}
              ${field("billingName", "Name", { autocomplete: "name", placeholder: "Full name" })}
              <div class="row">
                <div><label for="billingCountry">Country</label><select id="billingCountry" name="billingCountry" autocomplete="country">${COUNTRIES.map(([code, name]) => html`<option value="${code}">${name}</option>`)}</select></div>
                ${field("billingPostalCode", "Postal code", { autocomplete: "postal-code", placeholder: "ZIP" })}
              </div>
              <p class="error" role="alert" id="form-error" hidden></p>
              <button type="submit" class="SubmitButton SubmitButton--complete" data-testid="hosted-payment-submit-button"><div class="SubmitButton-Shimmer SubmitButton--complete-Shimmer"></div>Pay</button>
            </form>`;
}

/** Left away when a coupon leaves nothing to pay. */
function methodFields(hidden: HiddenSession | undefined) {
  return html`${
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
              <div data-method="sepa_debit" hidden>${field("iban", "IBAN", { placeholder: "AT61 1904 3002 3457 3201", autocomplete: "off" })}</div>`;
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
