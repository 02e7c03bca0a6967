import { canWriteEnvAuth, writeEnvAuth } from "@/env/write-env-auth";
import { ProductError } from "@/lib/shared/errors";
import { isLoopback } from "@/lib/shared/loopback";
import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";
import {
  createEndpoint,
  deleteEndpoint,
  leadsTo,
  listEndpoints,
  updateEndpoint,
  type WebhookEndpoint,
} from "@/lib/stripe/endpoints";
import { refusalOf } from "@/lib/stripe/errors";
import type { SetupStep } from "./step";

export interface EndpointSetup {
  /** The address that people and Stripe open. */
  readonly appUrl: string;
  /** Whether what answers as Stripe runs on this machine, and so reaches a local address. */
  readonly emulated: boolean;
  /** The secrets that deliveries are verified with now, newest first. */
  readonly webhookSecrets: readonly string[];
  readonly envAuthFile: string;
  readonly dryRun: boolean;
  /** Replaces an endpoint that exists, which is the only way to learn a secret again. */
  readonly newSecret: boolean;
}

const VARIABLE = "STRIPE_WEBHOOK_SECRET_CREDITS";
const SUBJECT = "Webhook";

/** What came of the endpoint. The app must be restarted before it verifies with a new secret. */
export interface EndpointResult {
  readonly step: SetupStep;
  readonly secretIsNew: boolean;
}

/**
 * Makes Stripe send exactly the handled events to the webhook, and keeps the endpoint's secret.
 * @throws ProductError not_configured when the secret couldn't be kept, before anything is made
 */
export async function syncEndpoint(setup: EndpointSetup): Promise<EndpointResult> {
  const app = new URL(setup.appUrl);
  if (isLoopback(app) && !setup.emulated) {
    return known(
      "warning",
      "Stripe reaches no address of this machine, so no endpoint was made",
      `On a server, set APP_URL to the address that people open. Here, run npx stripe listen --forward-to ${app.host}${WEBHOOK_PATH} and set ${VARIABLE} to what it prints.`,
    );
  }
  const endpoint = (await listEndpoints()).find(leadsTo(setup.appUrl));
  if (!endpoint) return replaceEndpoint(setup, undefined);
  if (setup.newSecret) return replaceEndpoint(setup, endpoint);
  if (setup.webhookSecrets.length === 0) {
    return known(
      "warning",
      `Stripe has an endpoint at ${endpoint.url}, and ${VARIABLE} isn't set`,
      "Copy its signing secret from the Stripe dashboard (Developers, Webhooks), or run npm run stripe:setup -- --new-secret, which replaces the endpoint.",
    );
  }
  if (endpoint.enabled && endpoint.exact) {
    return known("unchanged", `${endpoint.url} is sent exactly the events that are handled`);
  }
  if (setup.dryRun)
    return known("planned", `${endpoint.url} is sent exactly the events that are handled`);
  await updateEndpoint(endpoint.id);
  return known("done", `${endpoint.url} is now sent exactly the events that are handled`);
}

async function replaceEndpoint(
  setup: EndpointSetup,
  old: WebhookEndpoint | undefined,
): Promise<EndpointResult> {
  const url = setup.appUrl + WEBHOOK_PATH;
  const what = old ? `endpoint ${old.id} is replaced` : `new endpoint at ${url}`;
  if (setup.dryRun) return known("planned", `${what}; its secret goes to ${setup.envAuthFile}`);
  if (!canWriteEnvAuth(setup.envAuthFile)) {
    throw new ProductError("not_configured", {
      detail: `${setup.envAuthFile} can't be written, and Stripe tells the endpoint's secret only once. Make it writable, or run this where it is. No endpoint was made.`,
    });
  }
  const { id, secret } = await create(url);
  // Deliveries under way are signed with the secrets before this one.
  const secrets = [secret, ...setup.webhookSecrets.slice(0, 1)];
  try {
    writeEnvAuth(setup.envAuthFile, VARIABLE, secrets.join(","));
  } catch (error) {
    // An endpoint whose secret nobody has would only ever be refused.
    await deleteEndpoint(id);
    throw error;
  }
  if (old) await deleteEndpoint(old.id);
  return {
    secretIsNew: true,
    step: {
      subject: SUBJECT,
      state: "done",
      found: `${what}; secret kept in ${setup.envAuthFile}`,
    },
  };
}

async function create(url: string): Promise<{ id: string; secret: string }> {
  try {
    return await createEndpoint(url);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    throw new ProductError("invalid_input", {
      detail: `Stripe makes no endpoint at ${url}: ${refusal} APP_URL must be the public https address of this app.`,
    });
  }
}

function known(state: SetupStep["state"], found: string, advice?: string): EndpointResult {
  return { secretIsNew: false, step: { subject: SUBJECT, state, found, advice } };
}
