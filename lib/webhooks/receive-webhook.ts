import { database } from "@/db/client";
import { env } from "@/env";
import { ProductError } from "@/lib/shared/errors";
import { metrics } from "@/lib/shared/metrics";
import { parseEvent } from "@/lib/stripe/parsed-event";
import { verifyWebhook } from "@/lib/stripe/verify-webhook";
import type { DeliveryResult } from "./process-batch";
import { createWebhookProcessor, type WebhookProcessor } from "./webhook-processor";

export interface WebhookSettings {
  /** Every secret that is valid now; several while one is being rolled. */
  readonly secrets: readonly string[];
  readonly now: Date;
}

/**
 * Receives a webhook request of Stripe's. Resolves only after the effect is committed, so that 2xx
 * is answered for nothing else.
 * @throws ProductError invalid_signature (400), not_configured (503), busy (503); anything else is
 *   our own failure (500), and Stripe sends the event again
 */
export async function receiveWebhook(
  processor: WebhookProcessor,
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
  const result = await processor.process(parseEvent(event), "webhook");
  if (result.outcome === "processed") {
    metrics().ledgerLag.observe(Math.max(0, Date.now() / 1000 - event.created));
  }
  return { ...result, eventId: event.id };
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
