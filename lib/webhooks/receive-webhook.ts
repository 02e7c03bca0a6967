import { database } from "@/db/client";
import { env } from "@/env";
import { ProductError } from "@/lib/shared/errors";
import { metrics } from "@/lib/shared/metrics";
import { parseEvent } from "@/lib/stripe/parsed-event";
import { verifyWebhook } from "@/lib/stripe/verify-webhook";
import {
  createWebhookProcessor,
  type DeliveryResult,
  type WebhookProcessor,
} from "./webhook-processor";

export interface WebhookSettings {
  /** Every secret that is valid now; several while one is being rolled. */
  readonly secrets: readonly string[];
  readonly now: Date;
}

/**
 * Takes a webhook request of Stripe's. Resolves only after the effect is committed, so whoever
 * answers 2xx on it tells the truth.
 * @throws ProductError invalid_signature (400), not_configured (503), busy (503); anything else is
 *   our own failure (500), and Stripe sends the event again
 */
export async function receiveWebhook(
  webhookProcessor: WebhookProcessor,
  request: { body: Buffer; signature: string | null },
  settings: WebhookSettings = { secrets: env().stripe.webhookSecrets, now: new Date() },
): Promise<DeliveryResult & { eventId: string }> {
  if (settings.secrets.length === 0) {
    throw new ProductError("not_configured", {
      detail:
        "No webhook secret is configured, so nothing can be verified. Set STRIPE_WEBHOOK_SECRET_CREDITS to this endpoint's signing secret and restart.",
      retryAfterSeconds: 60,
    });
  }
  const event = verifyWebhook(request.body, request.signature, settings.secrets, settings.now);
  const deliveryResult = await webhookProcessor.process(parseEvent(event), "webhook");
  if (deliveryResult.outcome === "processed") {
    metrics().ledgerLag.observe(Math.max(0, Date.now() / 1000 - event.created));
  }
  return { ...deliveryResult, eventId: event.id };
}

// Next reloads modules in development; requests must go on sharing one webhook processor, or nothing batches.
const shared = globalThis as { creditsWebhookProcessor?: WebhookProcessor };

/** The webhook processor of this process. */
export function webhookProcessor(): WebhookProcessor {
  shared.creditsWebhookProcessor ??= createWebhookProcessor(database(), {
    livemode: env().stripe.mode === "live",
  });
  return shared.creditsWebhookProcessor;
}
