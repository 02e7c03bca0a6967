import { answerDelivery, DELIVERY_LIMIT_BYTES } from "@/lib/api/answer-delivery";
import { readBody } from "@/lib/api/body";
import { newId } from "@/lib/shared/ids";
import { requestIdOf } from "@/lib/shared/request-context";

/** For `next dev` and hosts that run Next by itself; server/ answers in production. */
function answer(request: Request): Promise<Response> {
  return answerDelivery({
    method: request.method,
    signature: request.headers.get("stripe-signature"),
    requestId: requestIdOf(request.headers.get("x-request-id"), newId),
    readBody: () => readBody(request, DELIVERY_LIMIT_BYTES),
  });
}

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
