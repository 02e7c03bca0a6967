import { redactText } from "./redact";

const MAX_LENGTH = 500;

/** Why something failed, for an admin to read, without people's data. */
export function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return redactText(reason).slice(0, MAX_LENGTH);
}
