import Stripe from "stripe";
import { ProductError } from "@/lib/shared/errors";

/**
 * Whether it stays unknown if Stripe did what was asked: no answer came. The same idempotency key
 * must be used again. (An error that Stripe answered is kept under its key, so a new try needs a
 * new one: https://docs.stripe.com/api/idempotent_requests)
 */
export function isUndecided(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeConnectionError ||
    error instanceof Stripe.errors.StripeRateLimitError ||
    (error instanceof Stripe.errors.StripeError && error.statusCode === 409)
  );
}

/**
 * Whether Stripe answered with a failure of its own. It keeps that answer under the idempotency
 * key, and whether something was done is to be looked up before it is asked again with another.
 * https://docs.stripe.com/error-low-level#server-errors
 */
export function isServerFailure(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeAPIError && (error.statusCode ?? 0) >= 500;
}

/** Whether the idempotency key was used before with other parameters. */
export function isOtherRequest(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeIdempotencyError && error.statusCode === 400;
}

export function isNotFound(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.statusCode === 404;
}

/**
 * What Stripe said when it refused a request for what the request asks; undefined for any other
 * failure. A wrong key (401, 403) or a fault of Stripe's own says nothing about the request.
 */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof Stripe.errors.StripeError)) return undefined;
  return error.statusCode && [400, 402, 404].includes(error.statusCode) ? error.message : undefined;
}

/** What to tell an operator whose command Stripe refused; undefined for any other error. */
export function explainStripe(error: unknown): string | undefined {
  if (!(error instanceof Stripe.errors.StripeError)) return undefined;
  if (error instanceof Stripe.errors.StripeConnectionError) {
    return `Stripe can't be reached: ${error.message} Try again; what was done stays done.`;
  }
  if (error.statusCode === 401 || error.statusCode === 403) {
    return `Stripe refuses the key: ${error.message} Correct STRIPE_SECRET_KEY; a restricted key needs write access to Products, Prices, Checkout Sessions and Webhook Endpoints.`;
  }
  return `Stripe refuses: ${error.message} (request ${error.requestId ?? "unknown"})`;
}

/** The answer to give when Stripe can't be asked. @param detail what that means for the person */
export function stripeUnavailable(error: unknown, detail: string): ProductError {
  return new ProductError("payment_provider_unavailable", {
    detail,
    cause: error,
    retryAfterSeconds: 5,
  });
}
