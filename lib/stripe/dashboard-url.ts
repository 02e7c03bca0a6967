import { env } from "@/env";

/** Where an admin sees a dispute: Stripe's dashboard, or that of whatever answers as Stripe. */
export function disputeUrl(disputeId: string): string {
  const { mode, apiBase } = env().stripe;
  if (apiBase) return new URL("/", apiBase).href;
  const path = mode === "test" ? "test/disputes" : "disputes";
  return `https://dashboard.stripe.com/${path}/${encodeURIComponent(disputeId)}`;
}
