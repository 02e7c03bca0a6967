import { newId } from "@/lib/shared/ids";

/** What is safe in a header and in a log line. */
const USABLE = /^[\w.:-]{8,128}$/;

/** The request's own id, so that it can be followed through several services; else a new one. */
export function requestIdOf(request: Request): string {
  return chooseRequestId(request.headers.get("x-request-id"));
}

/** @param given what the request's X-Request-Id header says, if it has one */
export function chooseRequestId(given: string | null | undefined): string {
  return given && USABLE.test(given) ? given : newId();
}
