import type { IncomingMessage, ServerResponse } from "node:http";
import { answerDelivery, DELIVERY_LIMIT_BYTES } from "@/lib/api/answer-delivery";
import { BODY_DEADLINE_MS } from "@/lib/api/body";
import { newId } from "@/lib/shared/ids";
import { currentRequest } from "@/lib/shared/request-context";
import { readNodeBody } from "./read-node-body";
import { sendResponse } from "./send-response";

/** Answers a delivery of Stripe's without the detour through Next. */
export async function answerWebhook(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const signature = request.headers["stripe-signature"];
  const answer = await answerDelivery({
    method: request.method,
    signature: typeof signature === "string" ? signature : null,
    requestId: currentRequest()?.requestId ?? newId(),
    readBody: () => readNodeBody(request, DELIVERY_LIMIT_BYTES, BODY_DEADLINE_MS),
  });
  // What was not read would be taken for the next request of this connection.
  if (!request.complete) response.setHeader("connection", "close");
  await sendResponse(response, answer);
}
