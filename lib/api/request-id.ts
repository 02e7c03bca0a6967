import { newId } from "@/lib/shared/ids";

/** What is safe in a header and in a log line. */
const USABLE = /^[\w.:-]{8,128}$/;

/** The request's own id, so that it can be followed through several services; else a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given !== null && USABLE.test(given) ? given : newId();
}
