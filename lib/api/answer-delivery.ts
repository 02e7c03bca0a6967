import { database } from "@/db/client";
import { log } from "@/lib/shared/log";
import { metrics } from "@/lib/shared/metrics";
import { receiveWebhook, webhookProcessor } from "@/lib/webhooks/receive-webhook";
import { recordRefusal } from "@/lib/webhooks/refusals";
import { readBody } from "./body";
import { methodNotAllowed } from "./methods";
import { problemResponse } from "./problem";
import { noteRefusal, refusalOf } from "./refused-deliveries";
import { requestIdOf } from "./request-id";

/** Stripe's largest events are far smaller; see docs/webhooks.md for every answer. */
export const DELIVERY_LIMIT_BYTES = 1_000_000;

/** A request to the webhook's address, by whatever server it came in. */
export interface DeliveryRequest {
  readonly method: string | undefined;
  readonly signature: string | null;
  readonly requestId: string;
  /** Reads at most DELIVERY_LIMIT_BYTES. @throws ProductError payload_too_large, request_timeout */
  readonly readBody: () => Promise<Buffer>;
}

/**
 * Answers a delivery: 2xx once its effect is committed, otherwise a problem document. Never throws.
 * The route file of Next and the server of production both call this.
 */
export async function answerDelivery(request: DeliveryRequest): Promise<Response> {
  const startedAt = performance.now();
  const { response, outcome } = await answer(request);
  const { deliveries, deliverySeconds } = metrics();
  deliveries.inc({ outcome });
  deliverySeconds.observe({ outcome }, (performance.now() - startedAt) / 1000);
  return response;
}

/** The same for a server that speaks the web's Request. */
export function answerWebhookRequest(request: Request): Promise<Response> {
  return answerDelivery({
    method: request.method,
    signature: request.headers.get("stripe-signature"),
    requestId: requestIdOf(request),
    readBody: () => readBody(request, DELIVERY_LIMIT_BYTES),
  });
}

async function answer(
  request: DeliveryRequest,
): Promise<{ readonly response: Response; readonly outcome: string }> {
  const { method, signature, requestId } = request;
  let body: Buffer | undefined;
  try {
    if (method !== "POST") {
      throw methodNotAllowed(method ?? "this method", "POST");
    }
    body = await request.readBody();
    const { eventId, outcome, reason } = await receiveWebhook(webhookProcessor(), {
      body,
      signature,
    });
    const response = Response.json(
      { received: true, event: eventId, outcome, reason },
      { headers: { "cache-control": "no-store", "x-request-id": requestId } },
    );
    return { response, outcome };
  } catch (error) {
    const response = problemResponse(error, requestId);
    if (response.status === 405) response.headers.set("allow", "POST");
    const refusal = refusalOf(error);
    noteRefusal(refusal);
    if (body) keepRefusal(refusal.check, body);
    return { response, outcome: refusal.check };
  }
}

/** For the doctor, which recognises a wrong secret by it. The answer doesn't wait. */
function keepRefusal(check: string, body: Buffer): void {
  recordRefusal(database().read, { check, body }).catch((error: unknown) => {
    log.warn({ err: error }, "A refused delivery could not be counted");
  });
}
