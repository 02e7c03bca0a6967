/**
 * Every error that this product answers with: one table from which the HTTP status, the problem
 * document and the docs derive. `detail` is what a person outside reads; a ProductError's own
 * message and cause are for the log, and are never sent.
 */
export const ERRORS = {
  invalid_input: { status: 400, title: "The request isn't valid" },
  invalid_signature: { status: 400, title: "The webhook signature isn't valid" },
  unauthenticated: { status: 401, title: "Sign in first" },
  forbidden: { status: 403, title: "Not allowed" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  request_timeout: { status: 408, title: "The request came too slowly" },
  conflict: { status: 409, title: "In conflict with what is there" },
  payload_too_large: { status: 413, title: "The request is too large" },
  unsupported_media_type: { status: 415, title: "This content type isn't read here" },
  idempotency_mismatch: { status: 422, title: "The idempotency key was used for something else" },
  rate_limited: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong on our side" },
  payment_provider_unavailable: { status: 502, title: "Stripe can't be reached" },
  not_configured: { status: 503, title: "Not configured" },
  busy: { status: 503, title: "Too busy right now" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

interface ProductErrorOptions {
  /** What the person outside reads: what was wrong, and what to do. */
  readonly detail: string;
  /** Further members of the problem document, such as the names of faulty fields. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/**
 * What marks a ProductError. Next makes several bundles, each with a copy of this class, so that
 * `instanceof` says no to an error that another bundle threw; a registered symbol is one for all.
 */
const BRAND: unique symbol = Symbol.for("ops-center-credits.product-error") as never;

/** An error with an answer. Anything else that is thrown is answered as `internal`. */
export class ProductError extends Error {
  readonly [BRAND] = true;
  readonly detail: string;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    options: ProductErrorOptions,
  ) {
    super(options.detail, { cause: options.cause });
    this.name = "ProductError";
    this.detail = options.detail;
    this.extra = options.extra ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** Whether an error is a ProductError, of whichever bundle; with `code`, one of that code. */
export function isProductError(error: unknown, code?: ErrorCode): error is ProductError {
  if (typeof error !== "object" || error === null || !(BRAND in error)) return false;
  return code === undefined || (error as ProductError).code === code;
}

/** What is answered when waiting longer would be pointless. Sending again must do no harm. */
export function busy(): ProductError {
  return new ProductError("busy", {
    detail:
      "Too busy right now. Send the same request again in a few seconds; nothing is done twice.",
    retryAfterSeconds: 2,
  });
}
