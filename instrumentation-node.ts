import { EnvironmentError, env } from "./env";
import { log } from "./lib/log";

const WEBHOOK_PATH = "/api/v1/billing/credits/webhook";

/**
 * Checks what a server needs before its first request. A fault in the environment stops the start
 * here, with every fault named, rather than in the middle of somebody's purchase.
 */
export async function startServer(): Promise<void> {
  try {
    const { stripe } = env();
    const verified =
      stripe.webhookSecrets.length > 0
        ? "signatures are verified"
        : "STRIPE_WEBHOOK_SECRET_CREDITS is not set, so deliveries are refused";
    log.info(
      { mode: stripe.mode, webhook: WEBHOOK_PATH },
      `Stripe is ready in ${stripe.mode} mode; webhooks arrive at ${WEBHOOK_PATH} (${verified})`,
    );
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    console.error(
      `\n${error.message}\n\nMend these in the environment or in .env (see .env.example), then start again.\n`,
    );
    process.exit(1);
  }
}
