import { EnvironmentError, env } from "./env";

/**
 * Runs once when a server starts, before the first request. A fault in the environment stops the
 * start here, with every fault named, rather than in the middle of somebody's purchase.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  try {
    const { stripe } = env();
    const { log } = await import("./lib/log");
    const webhook =
      stripe.webhookSecrets.length > 0
        ? "signatures are verified"
        : "STRIPE_WEBHOOK_SECRET_CREDITS is not set, so deliveries are refused";
    log.info(
      { mode: stripe.mode, webhook: "/api/v1/billing/credits/webhook" },
      `Stripe is ready in ${stripe.mode} mode; webhooks arrive at /api/v1/billing/credits/webhook (${webhook})`,
    );
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    console.error(
      `\n${error.message}\n\nMend these in the environment or in .env (see .env.example), then start again.\n`,
    );
    process.exit(1);
  }
}
