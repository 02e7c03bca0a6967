import { readBody } from "@/lib/api/body";
import { methods } from "@/lib/api/define-route";
import { receiveWebhook, webhookProcessor } from "@/lib/webhooks/receive-webhook";

/** Stripe's largest events are far smaller; see docs/webhooks.md for every answer. */
const LIMIT_BYTES = 1_000_000;

export const { GET, POST, PUT, PATCH, DELETE } = methods("POST", async (request, requestId) => {
  const deliveryResult = await receiveWebhook(webhookProcessor(), {
    body: await readBody(request, LIMIT_BYTES),
    signature: request.headers.get("stripe-signature"),
  });
  return Response.json(
    {
      received: true,
      event: deliveryResult.eventId,
      outcome: deliveryResult.outcome,
      reason: deliveryResult.reason,
    },
    { headers: { "cache-control": "no-store", "x-request-id": requestId } },
  );
});
