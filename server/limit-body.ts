import type { IncomingMessage, ServerResponse } from "node:http";
import { problemResponse } from "@/lib/api/problem";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { currentRequest } from "@/lib/shared/request-context";
import { tooLarge } from "./read-node-body";
import { sendResponse } from "./send-response";

/** More than any form or server action of ours sends. Next itself has no limit. */
export const BODY_LIMIT_BYTES = 64 * 1024;

/**
 * Counts the bytes of a body as Next reads it, and answers 413 past the limit.
 * @returns false when the request announced too much, and was refused
 */
export function limitBody(request: IncomingMessage, response: ServerResponse): boolean {
  if (Number(request.headers["content-length"] ?? 0) > BODY_LIMIT_BYTES) {
    refuse(request, response);
    return false;
  }
  if (request.headers["transfer-encoding"] === undefined) return true;
  // A body without a length: Node's parser hands over each part by `push`.
  const push = request.push.bind(request);
  let length = 0;
  request.push = (chunk: Buffer | null, ...more) => {
    length += chunk?.length ?? 0;
    if (length <= BODY_LIMIT_BYTES) return push(chunk, ...more);
    if (!response.headersSent) refuse(request, response);
    return false;
  };
  return true;
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const error = new ProductError("payload_too_large", { detail: tooLarge(BODY_LIMIT_BYTES) });
  response.setHeader("connection", "close");
  response.once("finish", () => request.destroy());
  void sendResponse(response, problemResponse(error, currentRequest()?.requestId ?? newId()));
}
