import { ProductError } from "@/lib/shared/errors";
import { inbox, receiveWebhook } from "@/lib/webhooks/receive-webhook";
import { problemResponse } from "./problem";

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
  const { method, signature, requestId } = request;
  try {
    if (method !== "POST") {
      throw new ProductError("method_not_allowed", { detail: `Use POST here, not ${method}.` });
    }
    const receipt = await receiveWebhook(inbox(), { body: await request.readBody(), signature });
    return Response.json(
      { received: true, event: receipt.eventId, outcome: receipt.outcome, reason: receipt.reason },
      { headers: { "cache-control": "no-store", "x-request-id": requestId } },
    );
  } catch (error) {
    const response = problemResponse(error, requestId);
    if (response.status === 405) response.headers.set("allow", "POST");
    return response;
  }
}
