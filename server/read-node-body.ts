import type { IncomingMessage } from "node:http";
import { ProductError } from "@/lib/shared/errors";

/**
 * Reads a body, counting its bytes as they come.
 * @throws ProductError payload_too_large as soon as the limit is passed, request_timeout when the
 *   body takes too long; the rest stays unread
 */
export function readNodeBody(
  request: IncomingMessage,
  limitBytes: number,
  deadlineMs: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const refuse = (code: "payload_too_large" | "request_timeout", detail: string) => {
      settle();
      request.pause();
      reject(new ProductError(code, { detail }));
    };
    const timer = setTimeout(() => {
      refuse("request_timeout", `The body did not arrive within ${deadlineMs / 1000} seconds.`);
    }, deadlineMs);
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length > limitBytes) refuse("payload_too_large", tooLarge(limitBytes));
      else chunks.push(chunk);
    };
    const onEnd = () => {
      settle();
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    };
    const onClose = () => {
      settle();
      reject(new ProductError("request_timeout", { detail: "The connection was closed." }));
    };
    const settle = () => {
      clearTimeout(timer);
      request.off("data", onData).off("end", onEnd).off("close", onClose);
    };
    if (Number(request.headers["content-length"] ?? 0) > limitBytes) {
      refuse("payload_too_large", tooLarge(limitBytes));
      return;
    }
    request.on("data", onData).once("end", onEnd).once("close", onClose);
  });
}

/** What is answered to a body beyond its limit. */
export function tooLarge(limitBytes: number): string {
  return `The body is larger than ${limitBytes.toLocaleString("en-US")} bytes.`;
}
