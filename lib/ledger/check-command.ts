import { MAX_CREDITS } from "@/lib/shared/credits";
import { isId } from "@/lib/shared/ids";
import type { Command } from "./commands";

/** Longer texts don't fit into an index. */
const MAX_KEY_LENGTH = 255;
/** The largest of PostgreSQL's integer. */
const MAX_PRIORITY = 2_147_483_647;
/** Later years are written in a form that PostgreSQL doesn't read. */
const MAX_EXPIRY = new Date("9999-12-31T23:59:59.999Z");

/**
 * What is wrong with a command, whatever the account's state; as a sentence for people. Such a
 * command must never reach a statement: the database would refuse it together with its batch.
 */
export function findFault(command: Command): string | undefined {
  if (!isId(command.accountId) || command.accountId !== command.accountId.toLowerCase()) {
    return "The account's id must be a UUID in lower case.";
  }
  return faultOfTexts(command) ?? faultOfAmount(command) ?? faultOfTerms(command);
}

function faultOfTexts(command: Command): string | undefined {
  const keys = keysOf(command);
  if (keys.some((key) => key.length < 1 || key.length > MAX_KEY_LENGTH)) {
    return `Idempotency keys and names of sources must have 1 to ${MAX_KEY_LENGTH} characters.`;
  }
  const { actor, reason, metadata = {} } = command;
  const texts = [...keys, actor, reason, ...Object.entries(metadata).flat()];
  return texts.every(isStorable) ? undefined : "A text contains characters that can't be stored.";
}

/** Texts by which the ledger finds things again. */
function keysOf(command: Command): string[] {
  switch (command.kind) {
    case "clawback":
      return [command.paymentId];
    case "purchase":
      return [command.idempotencyKey, command.paymentId];
    case "grant":
    case "spend":
      return [command.idempotencyKey, command.source.type, command.source.id];
  }
}

function faultOfAmount(command: Command): string | undefined {
  if (command.kind === "clawback") return undefined;
  if (command.credits <= 0n) return "The amount must be more than zero credits.";
  if (command.credits > MAX_CREDITS) return "The amount is larger than an account can hold.";
  return undefined;
}

function faultOfTerms(command: Command): string | undefined {
  if (command.kind !== "grant") return undefined;
  const { priority = 0, expiresAt = MAX_EXPIRY } = command;
  if (!Number.isInteger(priority) || Math.abs(priority) > MAX_PRIORITY) {
    return "The priority must be a whole number.";
  }
  // Written so that an invalid date, which compares with nothing, is a fault too.
  if (!(expiresAt <= MAX_EXPIRY)) return "The expiry must be a date before the year 10000.";
  return undefined;
}

/** PostgreSQL stores no NUL, and half a surrogate pair would come back as another character. */
function isStorable(text: string): boolean {
  return !text.includes("\0") && !/\p{Surrogate}/u.test(text);
}
