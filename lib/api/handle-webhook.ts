import { receiveWebhook, webhookProcessor } from "@/lib/webhooks/receive-webhook";
import { readBody } from "./body";

/** Stripe's largest events are far smaller; see docs/webhooks.md for every answer. */
const LIMIT_BYTES = 1_000_000;

/** Answers a webhook of Stripe's: 2xx only after its effect is committed. */
export async function handleWebhook(request: Request, requestId: string): Promise<Response> {
  const result = await receiveWebhook(webhookProcessor(), {
    body: await readBody(request, LIMIT_BYTES),
    signature: request.headers.get("stripe-signature"),
  });
  return Response.json(
    { received: true, event: result.eventId, outcome: result.outcome, reason: result.reason },
    { headers: { "cache-control": "no-store", "x-request-id": requestId } },
  );
}
