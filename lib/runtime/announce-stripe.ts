import type { Env } from "@/env";
import { log } from "@/lib/shared/log";
import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";

/**
 * Says in one line of the log whether payments can become credits, in which mode, and where
 * deliveries arrive. Never a secret. "ready" is said only when it is true: operators look for it.
 */
export function announceStripe({ mode, webhookSecrets }: Env["stripe"]): void {
  const about = { mode, webhook: WEBHOOK_PATH };
  if (webhookSecrets.length > 0) {
    log.info(about, `Stripe is ready in ${mode} mode; webhooks arrive at ${WEBHOOK_PATH}`);
    return;
  }
  log.warn(
    about,
    `Stripe: STRIPE_WEBHOOK_SECRET_CREDITS is not set, so every delivery to ${WEBHOOK_PATH} is refused and no payment is credited by it. Copy the endpoint's signing secret from the Stripe dashboard (Developers, Webhooks) into .env.auth and restart.`,
  );
}
