import { EnvironmentError } from "@/env/schema";
import { isProductError } from "./errors";
import { unreachableCode } from "./unreachable";

/**
 * What a command prints when it fails: a sentence where a person can mend it, and the whole error
 * where only we can.
 */
export function explain(error: unknown): unknown {
  if (isProductError(error)) return error.detail;
  if (error instanceof EnvironmentError) {
    return `${error.message}\nSet them in .env.auth (see .env.example), or let npm run dev run beside this command.`;
  }
  if (isUnknownOption(error)) return error.message;
  const code = unreachableCode(error);
  if (code) return `The database can't be reached (${code}). Mend DATABASE_URL or POSTGRES_*.`;
  return error;
}

/** https://nodejs.org/api/util.html#utilparseargsconfig */
function isUnknownOption(error: unknown): error is Error {
  return error instanceof Error && String(Object(error).code).startsWith("ERR_PARSE_ARGS");
}
