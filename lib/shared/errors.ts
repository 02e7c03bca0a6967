/**
 * Every error that this product answers with: one table from which the HTTP status, the problem
 * document and its page /docs/problems/<code> derive. `detail` is what a person outside reads; a
 * ProductError's own message and cause are for the log, and are never sent.
 */
export const ERRORS = {
  invalid_input: {
    status: 400,
    title: "The request isn't valid",
    help: "A parameter, a header or a field of the body is missing or has a wrong form. `errors` names each. Correct the request before you send it again.",
  },
  invalid_signature: {
    status: 400,
    title: "The webhook signature isn't valid",
    help: "The Stripe-Signature header is missing, too old, or made with another secret; `check` names the check that failed. Compare STRIPE_WEBHOOK_SECRET_CREDITS with the signing secret of the endpoint in the Stripe dashboard.",
  },
  unauthenticated: {
    status: 401,
    title: "Sign in first",
    help: "The request has no session, or its API key is unknown, revoked or expired. Send Authorization: Bearer with a key that works.",
  },
  insufficient_credits: {
    status: 402,
    title: "Not enough credits",
    help: "The account has fewer credits available than the request needs. Nothing was taken. Buy credits, or send a smaller amount; the same Idempotency-Key may be used again.",
  },
  in_debt: {
    status: 402,
    title: "The account owes credits",
    help: "Credits that were already spent were taken back by a refund or a dispute. The next credits pay this debt first; until then nothing can be spent or held.",
  },
  budget_exceeded: {
    status: 402,
    title: "The key's monthly budget is used up",
    help: "The API key may spend only so much in a calendar month (UTC). Nothing was taken. Raise the budget, or wait for the next month. GET /api/v1/key tells what remains.",
  },
  forbidden: {
    status: 403,
    title: "Not allowed",
    help: "You are known, but the key lacks the scope, the role lacks the right, or the request came from a page of another site.",
  },
  not_found: {
    status: 404,
    title: "Not found",
    help: "Nothing has this id, or it belongs to somebody else: both get the same answer.",
  },
  method_not_allowed: {
    status: 405,
    title: "Method not allowed",
    help: "The address exists, with another method. The Allow header names those that it takes.",
  },
  request_timeout: {
    status: 408,
    title: "The request came too slowly",
    help: "The body did not arrive in time. Nothing was changed. Send the request again.",
  },
  conflict: {
    status: 409,
    title: "In conflict with what is there",
    help: "The request contradicts the present state, such as a hold that has ended. Read the state, then decide anew.",
  },
  payload_too_large: {
    status: 413,
    title: "The request is too large",
    help: "The body is larger than this address accepts. Send less at once.",
  },
  unsupported_media_type: {
    status: 415,
    title: "This content type isn't read here",
    help: "Send JSON, with Content-Type: application/json.",
  },
  idempotency_mismatch: {
    status: 422,
    title: "The idempotency key was used for something else",
    help: "An earlier request with this Idempotency-Key had another content. Nothing was changed. Use a new key for a new request, and the same key only for a retry.",
  },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    help: "Wait for the number of seconds in Retry-After.",
  },
  internal: {
    status: 500,
    title: "Something went wrong on our side",
    help: "The fault is logged under the request id. A request with an Idempotency-Key can safely be sent again.",
  },
  payment_provider_unavailable: {
    status: 502,
    title: "Stripe can't be reached",
    help: "Stripe did not answer, or refused our request. Nothing was charged. Try again in a minute.",
  },
  not_configured: {
    status: 503,
    title: "Not configured",
    help: "A setting that this needs is missing. An admin finds its name with npm run doctor.",
  },
  busy: {
    status: 503,
    title: "Too busy right now",
    help: "Send the same request again after Retry-After seconds. Nothing is done twice.",
  },
} as const satisfies Record<string, { status: number; title: string; help: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** An error as its page shows it. */
export interface ErrorText {
  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  readonly help: string;
}

/** Every error of the table, in its order. */
export function listErrorTexts(): ErrorText[] {
  return (Object.keys(ERRORS) as ErrorCode[]).map((code) => ({ code, ...ERRORS[code] }));
}

/** @returns undefined for text that is no code */
export function findErrorText(code: string): ErrorText | undefined {
  return listErrorTexts().find((error) => error.code === code);
}

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
  readonly detail: string;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;
  readonly [BRAND] = true;

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
