import Stripe from "stripe";
import { env } from "@/env";

/** Long enough for a slow answer, short enough that two tries stay within ten seconds. */
const TIMEOUT_MS = 4_500;

/**
 * Makes a client of Stripe, or of whatever speaks its API at `apiBase`.
 * The SDK's own defaults wait 80 s, and longer with retries: a buyer would see a dead page.
 */
export function createStripe(secretKey: string, apiBase?: string): Stripe {
  const base = apiBase ? new URL(apiBase) : undefined;
  return new Stripe(secretKey, {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 1,
    telemetry: false,
    appInfo: { name: "Ops-Center Credits" },
    ...(base && {
      host: base.hostname,
      port: base.port || (base.protocol === "https:" ? 443 : 80),
      protocol: base.protocol === "https:" ? "https" : "http",
    }),
  });
}

let shared: Stripe | undefined;

/** The Stripe client of this process, made at the first use from the environment. */
export function stripe(): Stripe {
  const { secretKey, apiBase } = env().stripe;
  shared ??= createStripe(secretKey, apiBase);
  return shared;
}
