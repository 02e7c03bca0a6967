import { Hono } from "hono";
import { html } from "hono/html";
import type Stripe from "stripe";
import { controlApi } from "../control";
import type { Deliveries } from "../deliveries";
import type { Faults } from "../faults";
import type { World } from "../model/world";
import type { Delivery } from "../store";
import { layout, money } from "./layout";

const SHOWN = 25;

/** The front page: what there is, and buttons for what a bank or a buyer would do later. */
export function dashboard(world: World, deliveries: Deliveries, faults: Faults): Hono {
  const app = new Hono();
  const { state } = world.store;
  const control = controlApi(world, deliveries, faults);

  app.get("/", (context) => {
    const sessions = newest(Object.values(state.sessions));
    const events = newest(Object.values(state.events));
    return context.html(
      layout(
        "Stripe emulator",
        html`<header class="banner">Stripe emulator: no real money moves here</header>
          <main class="page">
            <div class="top">
              <h1>Stripe emulator</h1>
              <span class="actions">${action("Send test webhook", "test_webhook")} ${action("Clear faults", "faults", { _method: "DELETE" })}</span>
            </div>
            ${panel("Sessions and payments", sessions.length > 0 && sessionTable(world, sessions))}
            ${panel("Events", events.length > 0 && eventTable(events, state.deliveries))}
            ${panel("Faults", html`<pre>${JSON.stringify(faults, null, 2)}</pre>`)}
          </main>
          <script>
            // Comes up to date by itself, and leaves the place where one is reading.
            setInterval(async () => {
              if (document.hidden || document.activeElement?.tagName === "BUTTON") return;
              const text = await (await fetch("/")).text();
              const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main");
              const now = document.querySelector("main");
              if (fresh && fresh.innerHTML !== now.innerHTML) now.replaceWith(fresh);
            }, 2000);
          </script>`,
      ),
    );
  });

  app.get("/events/:id", (context) => {
    const event = state.events[context.req.param("id")];
    if (!event) return context.notFound();
    const sent = state.deliveries.filter((delivery) => delivery.eventId === event.id).reverse();
    return context.html(
      layout(
        event.type,
        html`<main class="page">
          <div class="top"><div><p><a href="/">← Stripe emulator</a></p><h1>${event.type}</h1><p class="muted small">${event.id}</p></div>${action("Send again", `events/${event.id}/resend`)}</div>
          ${panel("Deliveries", sent.length > 0 && sent.map(deliveryView))}
          ${panel("Event", html`<pre>${JSON.stringify(event, null, 2)}</pre>`)}
        </main>`,
      ),
    );
  });

  // A form of the dashboard: does what the control API does, and comes back.
  app.post("/do/*", async (context) => {
    const form = Object.fromEntries(await context.req.formData()) as Record<string, string>;
    const { _method: method = "POST", ...values } = form;
    const numbers = Object.entries(values).map(([key, value]) => [
      key,
      key === "amount" ? Number(value) : value,
    ]);
    const path = context.req.path.replace("/do/", "/_emulator/");
    const answer = await control.request(path, {
      method,
      body: JSON.stringify(Object.fromEntries(numbers)),
    });
    if (!answer.ok)
      return context.html(
        layout(
          "Refused",
          html`<main class="page"><h1>Refused</h1><pre>${await answer.text()}</pre><p><a href="/">Back</a></p></main>`,
        ),
        400,
      );
    return context.redirect(context.req.header("referer") ?? "/", 303);
  });
  return app;
}

function newest<T extends { created: number }>(items: T[]): T[] {
  return items.reverse().slice(0, SHOWN);
}

function panel(title: string, content: unknown) {
  return html`<section class="panel"><h2>${title}</h2><div class="scroll">${content || html`<p class="empty">Nothing yet. Open a checkout page in the app, and it appears here.</p>`}</div></section>`;
}

function action(label: string, path: string, values: Record<string, string | number> = {}) {
  return html`<form method="post" action="/do/${path}" style="display:inline">${Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}<button class="plain">${label}</button></form>`;
}

function tag(text: string) {
  const tone =
    /paid|succeeded|complete|won/.test(text) && !/unpaid/.test(text)
      ? "good"
      : /failed|lost|expired/.test(text)
        ? "bad"
        : "warn";
  return html`<span class="tag ${tone}">${text.replaceAll("_", " ")}</span>`;
}

function sessionTable(world: World, sessions: Stripe.Checkout.Session[]) {
  return html`<table class="list"><thead><tr><th>Session</th><th>Amount</th><th>Status</th><th>Refunds and disputes</th><th>What happens next</th></tr></thead><tbody>
    ${sessions.map((session) => {
      const { state } = world.store;
      const intent = state.paymentIntents[String(session.payment_intent)];
      const charge = intent && state.charges[String(intent.latest_charge)];
      const disputes = Object.values(state.disputes).filter(
        (dispute) => dispute.charge === charge?.id,
      );
      const refunds = Object.values(state.refunds).filter((refund) => refund.charge === charge?.id);
      return html`<tr>
        <td>${session.url ? html`<a href="${session.url}">${session.id.slice(0, 18)}…</a>` : `${session.id.slice(0, 18)}…`}<br /><span class="muted">${session.customer_email ?? ""}</span></td>
        <td>${money(session.amount_total, session.currency)}</td>
        <td>${tag(session.status ?? "")} ${tag(session.payment_status)}</td>
        <td>${refunds.map((refund) => html`<div>${money(refund.amount, refund.currency)} ${tag(refund.status ?? "")}</div>`)} ${disputes.map((dispute) => html`<div>${money(dispute.amount, dispute.currency)} ${tag(dispute.status)}</div>`)}</td>
        <td class="actions">${nextSteps(session, charge, disputes, refunds)}</td>
      </tr>`;
    })}
  </tbody></table>`;
}

function nextSteps(
  session: Stripe.Checkout.Session,
  charge: Stripe.Charge | undefined,
  disputes: Stripe.Dispute[],
  refunds: Stripe.Refund[],
) {
  const steps: unknown[] = [];
  if (session.status === "open")
    steps.push(
      action("Pay", `sessions/${session.id}/pay`),
      action("Expire", `sessions/${session.id}/expire`),
    );
  if (charge?.status === "pending")
    steps.push(
      action("Bank confirms", `sessions/${session.id}/settle`),
      action("Bank refuses", `sessions/${session.id}/fail`),
    );
  const left = charge?.paid ? charge.amount - charge.amount_refunded : 0;
  if (left > 0 && charge) {
    const path = `payment_intents/${charge.payment_intent}/refund`;
    steps.push(action("Refund all", path, { amount: left }));
    if (left > 1) steps.push(action("Refund half", path, { amount: Math.floor(left / 2) }));
    if (disputes.length === 0)
      steps.push(
        action("Dispute", `charges/${charge.id}/dispute`, { kind: "dispute" }),
        action("Inquiry", `charges/${charge.id}/dispute`, { kind: "inquiry" }),
        action("Prevented", `charges/${charge.id}/dispute`, { kind: "prevented" }),
      );
  }
  for (const refund of refunds)
    if (refund.status === "succeeded")
      steps.push(action("Refund fails", `refunds/${refund.id}/fail`));
  for (const dispute of disputes) {
    const path = `disputes/${dispute.id}`;
    if (/^warning_(needs|under)/.test(dispute.status))
      steps.push(
        action("Becomes a dispute", `${path}/funds_withdrawn`),
        action("Inquiry closed", `${path}/close`, { status: "warning_closed" }),
      );
    if (/^(needs_response|under_review)$/.test(dispute.status))
      steps.push(
        action("Won", `${path}/close`, { status: "won" }),
        action("Lost", `${path}/close`, { status: "lost" }),
      );
  }
  return steps;
}

function eventTable(events: Stripe.Event[], deliveries: readonly Delivery[]) {
  const last = new Map(deliveries.map((delivery) => [delivery.eventId, delivery]));
  return html`<table class="list"><thead><tr><th>Event</th><th>Last delivery</th><th></th></tr></thead><tbody>
    ${events.map((event) => {
      const delivery = last.get(event.id);
      return html`<tr><td><a href="/events/${event.id}">${event.type}</a><br /><span class="muted">${event.id}</span></td><td>${delivery ? outcome(delivery) : html`<span class="muted">not sent</span>`}</td><td>${action("Send again", `events/${event.id}/resend`)}</td></tr>`;
    })}
  </tbody></table>`;
}

function outcome({ status, attempt, durationMs }: Delivery) {
  const good = status !== null && status >= 200 && status < 300;
  return html`<span class="tag ${good ? "good" : "bad"}">${status ?? "no answer"}</span> <span class="muted">attempt ${attempt}, ${durationMs} ms</span>`;
}

function deliveryView(delivery: Delivery) {
  return html`<div style="padding:12px 16px;border-bottom:1px solid var(--line)"><p>${outcome(delivery)} <span class="muted small">${new Date(delivery.at).toISOString()} ${delivery.url}</span></p><details class="small"><summary>Request and response</summary><pre>${JSON.stringify(delivery.requestHeaders, null, 2)}</pre><pre>${delivery.response}</pre></details></div>`;
}
