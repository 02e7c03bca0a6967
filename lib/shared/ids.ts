import { v7 } from "uuid";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A new id (UUID version 7, RFC 9562): ids made later sort later, so indexes grow at one end. */
export function newId(): string {
  return v7();
}

/** Whether text from outside can be an id at all. Postgres refuses other text with an error. */
export function isId(text: unknown): text is `${string}-${string}` {
  return typeof text === "string" && UUID.test(text);
}
