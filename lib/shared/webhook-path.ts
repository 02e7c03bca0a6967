/** Where Stripe's deliveries arrive. Ops-Center's address, kept: it stands in Stripe's dashboard. */
export const WEBHOOK_PATH = "/api/v1/billing/credits/webhook";
