import { isLoopback } from "@/lib/shared/loopback";
import { reasonOf } from "@/lib/shared/reason-of";
import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";
import { leadsTo, listEndpoints, tryKey } from "@/lib/stripe/endpoints";
import { listUndelivered } from "@/lib/stripe/list-objects";
import type { Finding } from "./finding";

const DAY_MS = 86_400_000;

/** Whether Stripe can be reached and takes the key. */
export async function checkKey(mode: string): Promise<Finding> {
  const subject = "Stripe";
  try {
    await tryKey();
    return { subject, state: "fine", found: `takes the key, ${mode} mode` };
  } catch (error) {
    return {
      subject,
      state: "fault",
      found: `refuses, or can't be reached: ${reasonOf(error)}`,
      advice:
        "Copy the secret key from the Stripe dashboard, Developers, API keys, into STRIPE_SECRET_KEY; a restricted key needs Checkout Sessions, Refunds, Disputes, Events and Webhook Endpoints.",
    };
  }
}

/** Whether Stripe has an endpoint here, and sends it what is handled. */
export async function checkEndpoint(appUrl: string): Promise<Finding> {
  const subject = "Endpoint";
  const address = `${appUrl}${WEBHOOK_PATH}`;
  const endpoints = (await listEndpoints()).filter(leadsTo(appUrl));
  const [endpoint] = endpoints.filter(({ enabled }) => enabled);
  if (!endpoint) {
    const isLocal = isLoopback(new URL(appUrl));
    return {
      subject,
      state: isLocal ? "warning" : "fault",
      found: endpoints[0] ? `${endpoints[0].url} is disabled` : `Stripe has none at ${address}`,
      advice: isLocal
        ? `Stripe can't reach this machine: run npx stripe listen --forward-to ${address}, and set STRIPE_WEBHOOK_SECRET_CREDITS to what it prints.`
        : `In the Stripe dashboard, Developers, Webhooks, add (or enable) ${address}; docs/webhooks.md lists the events.`,
    };
  }
  const { url, missingEvents } = endpoint;
  if (missingEvents.length === 0) return { subject, state: "fine", found: url };
  return {
    subject,
    state: missingEvents.includes("checkout.session.completed") ? "fault" : "warning",
    found: `${url} isn't sent ${missingEvents.join(", ")}`,
    advice: "Add these events to the endpoint in the Stripe dashboard, Developers, Webhooks.",
  };
}

/** Whether what Stripe sent in the last day was taken. */
export async function checkDeliveries(now: Date): Promise<Finding> {
  const subject = "Deliveries";
  const since = new Date(now.getTime() - DAY_MS);
  const { items, next } = await listUndelivered({ since, after: undefined });
  if (items.length === 0)
    return { subject, state: "fine", found: "none was refused in the last day" };
  return {
    subject,
    state: "warning",
    found: `${next ? "More than " : ""}${items.length} of the last day weren't taken (yet)`,
    advice:
      "If this stays so, the secret is not that of the endpoint: copy its signing secret from the Stripe dashboard, Developers, Webhooks, into STRIPE_WEBHOOK_SECRET_CREDITS, restart, and run npm run reconcile, which credits what was missed.",
  };
}
