import { setTimeout as wait } from "node:timers/promises";
import { StripeError } from "./http/stripe-error";

/** Makes the next API calls go wrong. */
export interface ApiFault {
  /** Method and path, such as "POST /v1/checkout/sessions"; any call when left away. */
  readonly match?: string;
  /** How many calls. */
  next: number;
  /** `drop_after`: the effect is made, and the answer never comes. */
  readonly kind: "status" | "timeout" | "delay" | "drop_after";
  readonly status?: number;
  readonly delayMs?: number;
}

/** Makes the next deliveries go wrong. */
export interface DeliveryFault {
  /** An event type; any when left away. */
  readonly match?: string;
  next: number;
  readonly kind: "drop" | "delay" | "duplicate" | "reorder" | "hold";
  readonly delayMs?: number;
}

export interface Faults {
  api: ApiFault[];
  deliveries: DeliveryFault[];
}

/** Longer than any client waits. */
const FOREVER_MS = 120_000;

export function takeDeliveryFault(faults: Faults, type: string): DeliveryFault | undefined {
  return take(faults.deliveries, type);
}

/** The fault that the next call runs into; it then counts as used. */
export function takeApiFault(faults: Faults, method: string, path: string): ApiFault | undefined {
  return take(faults.api, `${method} ${path}`);
}

/** What happens before the call is carried out. */
export async function sufferBefore(fault: ApiFault | undefined): Promise<void> {
  if (fault?.kind === "delay") await wait(fault.delayMs ?? 1_000, undefined, { ref: false });
  if (fault?.kind === "timeout") await wait(FOREVER_MS, undefined, { ref: false });
  if (fault?.kind !== "status") return;
  if (fault.status === 429) {
    throw new StripeError(429, {
      type: "rate_limit_error" as "invalid_request_error",
      code: "rate_limit",
      message: "Request rate limit exceeded.",
    });
  }
  throw new StripeError(fault.status ?? 500, {
    type: "api_error",
    message: "An unknown error occurred",
  });
}

/** What happens after it was carried out. */
export async function sufferAfter(fault: ApiFault | undefined): Promise<void> {
  if (fault?.kind === "drop_after") await wait(FOREVER_MS, undefined, { ref: false });
}

function take<F extends { match?: string; next: number }>(
  faults: F[],
  what: string,
): F | undefined {
  const fault = faults.find(({ match, next }) => next > 0 && (!match || match === what));
  if (fault) fault.next -= 1;
  return fault;
}
