import { busy, ERRORS, isProductError, ProductError } from "@/lib/shared/errors";
import { log } from "@/lib/shared/log";
import { currentRequest } from "@/lib/shared/request-context";
import { unreachableCode } from "@/lib/shared/unreachable";

/** Where the page about an error is; `type` of its problem document. */
export function problemPath(code: string): string {
  return `/docs/problems/${code}`;
}

/**
 * The answer to an error, as a problem document (RFC 9457). Only a ProductError's `detail` goes
 * out; anything else that was thrown is logged, and answered without a word of it.
 * @param appUrl makes `type` an address that opens; relative to this site when it is left away
 */
export function problemResponse(error: unknown, requestId: string, appUrl = ""): Response {
  const known = toProductError(error);
  const { status, title } = ERRORS[known.code];
  noteReason(known.code, known.extra);
  if (status >= 500) log.error({ err: error, requestId }, "A request failed");
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": requestId,
  });
  if (known.retryAfterSeconds !== undefined) {
    headers.set("retry-after", String(known.retryAfterSeconds));
  }
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="credits"');
  const document = {
    type: `${appUrl}${problemPath(known.code)}`,
    title,
    status,
    code: known.code,
    detail: known.detail,
    request_id: requestId,
    ...known.extra,
  };
  return new Response(JSON.stringify(document), { status, headers });
}

function toProductError(error: unknown): ProductError {
  if (isProductError(error)) return error;
  // No connection, so nothing was asked of the database.
  if (unreachableCode(error) !== undefined) return busy();
  return new ProductError("internal", {
    detail:
      "Something went wrong on our side. Try again, and tell us the request id if it stays. With the same Idempotency-Key nothing is done twice.",
  });
}

/** Tells the access log why; `check` is which one a delivery's signature failed. */
function noteReason(code: string, { check }: Readonly<Record<string, unknown>>): void {
  const request = currentRequest();
  if (request) request.reason = typeof check === "string" ? `${code}: ${check}` : code;
}
