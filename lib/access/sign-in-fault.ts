import { isProductError } from "@/lib/shared/errors";

/**
 * The code for why a sign-in failed, which the sign-in page turns into a sentence. Nothing of the
 * error itself goes out: it may hold SQL.
 */
export function signInFault(error: unknown): string {
  if (!isProductError(error)) return "Internal";
  if (error.code === "rate_limited") return `TooManyTries-${error.retryAfterSeconds ?? 60}`;
  if (error.code === "busy") return "Busy";
  if (typeof error.extra.fault === "string") return error.extra.fault;
  return error.code === "forbidden" ? "AccountDisabled" : "Internal";
}
