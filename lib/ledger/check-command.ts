import { isId } from "@/lib/shared/ids";
import { type Command, definitionOf } from "./commands";

/** Longer texts don't fit into an index. */
const MAX_NAME_LENGTH = 255;

/**
 * What is wrong with a command, whatever the account's state; as a sentence for people. Such a
 * command must never reach a statement: the database would refuse it together with its batch.
 */
export function findFault(command: Command): string | undefined {
  const definition = definitionOf(command);
  if (!definition.accountIds(command).every((id) => isId(id) && id === id.toLowerCase())) {
    return "The account's id must be a UUID in lower case.";
  }
  const names = definition.names(command);
  if (names.some((name) => name.length < 1 || name.length > MAX_NAME_LENGTH)) {
    return `Idempotency keys and names of sources must have 1 to ${MAX_NAME_LENGTH} characters.`;
  }
  const { actor, reason, metadata = {} } = command;
  const texts = [...names, actor, reason, ...Object.entries(metadata).flat()];
  if (!texts.every(isStorable)) return "A text contains characters that can't be stored.";
  return definition.findFault(command);
}

/** PostgreSQL stores no NUL, and half a surrogate pair would come back as another character. */
function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}
