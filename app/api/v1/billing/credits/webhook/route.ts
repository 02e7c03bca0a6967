import { readBody } from "@/lib/api/body";
import { methods } from "@/lib/api/define-route";
import { inbox, receiveWebhook } from "@/lib/webhooks/receive-webhook";

/** Stripe's largest events are far smaller; see docs/webhooks.md for every answer. */
const LIMIT_BYTES = 1_000_000;

export const { GET, POST, PUT, PATCH, DELETE } = methods("POST", async (request, requestId) => {
  const receipt = await receiveWebhook(inbox(), {
    body: await readBody(request, LIMIT_BYTES),
    signature: request.headers.get("stripe-signature"),
  });
  return Response.json(
    { received: true, event: receipt.eventId, outcome: receipt.outcome, reason: receipt.reason },
    { headers: { "cache-control": "no-store", "x-request-id": requestId } },
  );
});
