import { ProductError } from "@/lib/shared/errors";

interface SdkError {
  readonly type: string;
  readonly message: string;
  readonly statusCode?: number;
  readonly code?: string;
  readonly requestId?: string;
}

/**
 * An error of Stripe's SDK, which names its kind in `type`. Not recognised by its class: each bundle
 * of Next has its own copy of it.
 */
function toSdkError(error: unknown): SdkError | undefined {
  if (!(error instanceof Error) || !("type" in error)) return undefined;
  return /^Stripe\w*Error$/.test(String(error.type)) ? (error as unknown as SdkError) : undefined;
}

/**
 * Whether it stays unknown if Stripe did what was asked: no answer came. The same idempotency key
 * must be used again. (An error that Stripe answered is kept under its key, so a new try needs a
 * new one: https://docs.stripe.com/api/idempotent_requests)
 */
export function isUndecided(error: unknown): boolean {
  const known = toSdkError(error);
  return (
    known?.type === "StripeConnectionError" ||
    known?.type === "StripeRateLimitError" ||
    known?.statusCode === 409
  );
}

/**
 * Whether Stripe answered with a failure of its own. It keeps that answer under the idempotency
 * key, and whether something was done is to be looked up before it is asked again with another.
 * https://docs.stripe.com/error-low-level#server-errors
 */
export function isServerFailure(error: unknown): boolean {
  const known = toSdkError(error);
  return known?.type === "StripeAPIError" && (known.statusCode ?? 0) >= 500;
}

/** Whether Stripe knows no object of an id: in the path (404) or in a parameter (400). */
export function isNotFound(error: unknown): boolean {
  const known = toSdkError(error);
  return known?.statusCode === 404 || known?.code === "resource_missing";
}

/**
 * What Stripe said when it refused a request for what the request asks; undefined for any other
 * failure. A wrong key (401, 403) or a fault of Stripe's own says nothing about the request.
 */
export function refusalOf(error: unknown): string | undefined {
  const known = toSdkError(error);
  return known && [400, 402, 404].includes(known.statusCode ?? 0) ? known.message : undefined;
}

/** What to tell an operator whose command Stripe refused; undefined for any other error. */
export function explainStripe(error: unknown): string | undefined {
  const known = toSdkError(error);
  if (!known) return undefined;
  if (known.type === "StripeConnectionError") {
    return `Stripe can't be reached: ${known.message} Try again; what was done stays done.`;
  }
  if (known.statusCode === 401 || known.statusCode === 403) {
    return `Stripe refuses the key: ${known.message} Correct STRIPE_SECRET_KEY; a restricted key needs write access to Products, Prices, Checkout Sessions and Webhook Endpoints.`;
  }
  return `Stripe refuses: ${known.message} (request ${known.requestId ?? "unknown"})`;
}

/** The answer to give when Stripe can't be asked. @param detail what that means for the user */
export function stripeUnavailable(error: unknown, detail: string): ProductError {
  return new ProductError("payment_provider_unavailable", {
    detail,
    cause: error,
    retryAfterSeconds: 5,
  });
}
