import Stripe from "stripe";
import { ProductError } from "@/lib/shared/errors";

/** Which check a delivery failed. Part of the problem document, so that it can be corrected. */
export type SignatureCheck =
  | "missing_header"
  | "malformed_header"
  | "timestamp_too_old"
  | "timestamp_in_the_future"
  | "no_matching_signature"
  | "malformed_payload";

/** https://docs.stripe.com/webhooks#replay-attacks */
const TOLERANCE_SECONDS = 300;

const DETAILS: Record<SignatureCheck, string> = {
  missing_header:
    "The Stripe-Signature header is missing. Only Stripe sends to this address; see its dashboard under Developers, Webhooks.",
  malformed_header: "The Stripe-Signature header can't be read: it must look like t=…,v1=….",
  timestamp_too_old:
    "The signature is more than 5 minutes old. An old request isn't accepted again; check this server's clock too.",
  timestamp_in_the_future:
    "The signature is from more than 5 minutes in the future. Check this server's clock.",
  no_matching_signature:
    "The signature doesn't match. Copy this endpoint's signing secret from the Stripe dashboard into STRIPE_WEBHOOK_SECRET_CREDITS and restart.",
  malformed_payload: "The signature is right, but the body isn't an event of Stripe's.",
};

/**
 * Checks that Stripe signed a request, and that it is an event.
 * https://docs.stripe.com/webhooks#verify-official-libraries
 *
 * @param body the bytes as they came: parsing first would change what was signed
 * @param secrets every secret that is valid now; while one is being rolled there are two
 * @throws ProductError invalid_signature (400) whose `check` names what failed; nothing else
 */
export function verifyWebhook(
  body: Buffer,
  header: string | null,
  secrets: readonly string[],
  now: Date,
): Stripe.Event {
  if (!header) throw refused("missing_header");
  const signedAtSeconds = readTimestamp(header);
  if (!secrets.some((secret) => isSignedWith(body, header, secret))) {
    throw refused("no_matching_signature");
  }
  const ageSeconds = Math.floor(now.getTime() / 1000) - signedAtSeconds;
  if (ageSeconds > TOLERANCE_SECONDS) throw refused("timestamp_too_old");
  // The SDK accepts any time to come, so a stolen request could be kept for later.
  if (ageSeconds < -TOLERANCE_SECONDS) throw refused("timestamp_in_the_future");
  return parseBody(body);
}

/**
 * The time that was signed. Exactly one, and digits only: of several the SDK takes another than
 * one would read here, and then the age of something else would be checked.
 */
function readTimestamp(header: string): number {
  const parts = header.split(",");
  const times = parts.filter((part) => part.startsWith("t="));
  const signedAt = /^t=(\d{1,12})$/.exec(times[0] ?? "")?.[1];
  const isSigned = parts.some((part) => /^v1=[0-9a-f]{64}$/.test(part));
  if (times.length !== 1 || !signedAt || !isSigned) throw refused("malformed_header");
  return Number(signedAt);
}

/** Whether a secret made one of the header's signatures, whenever that was. */
function isSignedWith(body: Buffer, header: string, secret: string): boolean {
  try {
    // A tolerance of 0 checks no age.
    return Stripe.webhooks.signature?.verifyHeader(body, header, secret, 0) ?? false;
  } catch {
    // Also a plain Error or RangeError, which the SDK throws for some malformed input.
    return false;
  }
}

function parseBody(body: Buffer): Stripe.Event {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw refused("malformed_payload", error);
  }
  if (!isEvent(parsed)) throw refused("malformed_payload");
  return parsed;
}

function isEvent(value: unknown): value is Stripe.Event {
  if (!isRecord(value) || value.object !== "event") return false;
  return (
    typeof value.id === "string" &&
    /^evt_[A-Za-z0-9_]{1,200}$/.test(value.id) &&
    typeof value.type === "string" &&
    /^[a-z0-9_.]{1,200}$/.test(value.type) &&
    typeof value.created === "number" &&
    Number.isSafeInteger(value.created) &&
    value.created > 0 &&
    value.created < 1e11 &&
    typeof value.livemode === "boolean" &&
    isRecord(value.data) &&
    isRecord(value.data.object)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refused(check: SignatureCheck, cause?: unknown): ProductError {
  return new ProductError("invalid_signature", { detail: DETAILS[check], extra: { check }, cause });
}
