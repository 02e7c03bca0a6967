import type { IncomingMessage } from "node:http";
import { ProductError } from "@/lib/shared/errors";

const METHODS: ReadonlySet<string | undefined> = new Set([
  ...["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
]);

/**
 * What no address takes, and what Next would answer with a 500: a method such as TRACE, and a path
 * whose % signs stand for no text.
 * @returns the error to answer with; undefined for a request that may go on
 */
export function refuseRequest({ method, url }: IncomingMessage): ProductError | undefined {
  if (!METHODS.has(method)) {
    return new ProductError("method_not_allowed", { detail: `${method} isn't used here.` });
  }
  try {
    if (!decodeURIComponent((url ?? "/").split("?", 1)[0] ?? "").includes("\0")) return undefined;
  } catch {
    // Told below, as for NUL.
  }
  return new ProductError("invalid_input", { detail: "The address can't be read." });
}
