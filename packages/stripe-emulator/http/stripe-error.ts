/** An error as Stripe answers it: https://docs.stripe.com/api/errors */
export class StripeError extends Error {
  constructor(
    readonly status: number,
    readonly body: {
      readonly type:
        | "invalid_request_error"
        | "card_error"
        | "idempotency_error"
        | "api_error"
        | "rate_limit_error";
      readonly message: string;
      readonly code?: string;
      readonly decline_code?: string;
      readonly param?: string;
      readonly payment_intent?: unknown;
    },
  ) {
    super(body.message);
  }
}

export function invalid(message: string, param?: string, code?: string): StripeError {
  return new StripeError(400, { type: "invalid_request_error", message, param, code });
}

/** An id in the address that names nothing. */
export function missing(what: string, id: string, param = "id"): StripeError {
  return missingWithStatus(404, { what, id, param });
}

/** An id among the parameters that names nothing. */
export function missingParam(what: string, id: string, param: string): StripeError {
  return missingWithStatus(400, { what, id, param });
}

function missingWithStatus(
  status: number,
  { what, id, param }: { what: string; id: string; param: string },
): StripeError {
  return new StripeError(status, {
    type: "invalid_request_error",
    code: "resource_missing",
    message: `No such ${what}: '${id}'`,
    param,
  });
}
