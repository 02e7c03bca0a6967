import Stripe from "stripe";
import { env } from "@/env";

/** The release train of the pinned API version, such as "endive", which names Stripe.js's address. */
const [, TRAIN = "v3"] = Stripe.API_VERSION.split(".");

/**
 * Where Stripe.js is loaded from when something else answers as Stripe; undefined for Stripe itself,
 * whose address its own loader knows.
 */
export function findStripeJsUrl(): string | undefined {
  const { apiBase } = env().stripe;
  return apiBase && new URL(`/${TRAIN}/stripe.js`, apiBase).href;
}
