import { type Env, env } from "./env";
import { EnvironmentError } from "./env/schema";
import { log } from "./lib/shared/log";
import { WEBHOOK_PATH } from "./lib/shared/webhook-path";
import { startWorker } from "./lib/worker/worker";

/**
 * Checks what a server needs before its first request. A fault in the environment stops the start
 * here, with every fault named, rather than in the middle of somebody's purchase.
 * @returns the settings
 */
export async function startServer(): Promise<Env> {
  try {
    const settings = env();
    const { stripe } = settings;
    const verified =
      stripe.webhookSecrets.length > 0
        ? "signatures are verified"
        : "STRIPE_WEBHOOK_SECRET_CREDITS is not set, so deliveries are refused";
    log.info(
      { mode: stripe.mode, webhook: WEBHOOK_PATH },
      `Stripe is ready in ${stripe.mode} mode; webhooks arrive at ${WEBHOOK_PATH} (${verified})`,
    );
    await startJobs();
    return settings;
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    console.error(
      `\n${error.message}\n\nMend these in the environment or in .env (see .env.example), then start again.\n`,
    );
    process.exit(1);
  }
}

// Next may load this module twice in development; jobs need one worker a process.
const shared = globalThis as { creditsWorker?: Promise<() => Promise<void>> };

/** Works on jobs as long as the process lives. What a stop interrupts is done by the next process. */
async function startJobs(): Promise<void> {
  if (shared.creditsWorker) return;
  shared.creditsWorker = startWorker();
  const stop = await shared.creditsWorker;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
}
