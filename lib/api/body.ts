import { ProductError } from "@/lib/shared/errors";

/** How long a sender may take for a body: a slow one holds a connection, and there are many. */
export const BODY_DEADLINE_MS = 10_000;

/** What a route takes unless it says otherwise. */
export const BODY_LIMIT_BYTES = 64 * 1024;

/**
 * Reads a body, counting its bytes as they come: Next sets no limit, and Content-Length may lie.
 * @throws ProductError payload_too_large as soon as the limit is passed, request_timeout when the
 *   body takes too long; the rest stays unread
 */
export async function readBody(
  request: Request,
  limitBytes: number,
  deadlineMs = BODY_DEADLINE_MS,
): Promise<Buffer> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > limitBytes) throw tooLarge(limitBytes);
  const reader = request.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void reader.cancel();
  }, deadlineMs);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (late) throw tooSlow(deadlineMs);
      if (done) return Buffer.concat(chunks);
      length += value.byteLength;
      if (length > limitBytes) throw tooLarge(limitBytes);
      chunks.push(value);
    }
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The same request with a body that was read whole, within the limits: for handlers that aren't
 * ours and would read without any.
 * @throws ProductError payload_too_large, request_timeout
 */
export async function guardBody(request: Request): Promise<Request> {
  const { url, method, headers } = request;
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  const body = new Uint8Array(await readBody(request, BODY_LIMIT_BYTES));
  return new Request(url, { method, headers, body });
}

function tooLarge(limitBytes: number): ProductError {
  return new ProductError("payload_too_large", {
    detail: `The body is larger than ${limitBytes.toLocaleString("en-US")} bytes.`,
  });
}

function tooSlow(deadlineMs: number): ProductError {
  return new ProductError("request_timeout", {
    detail: `The body did not arrive within ${deadlineMs / 1000} seconds.`,
  });
}
