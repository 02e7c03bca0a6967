import { v7 } from "uuid";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new id (UUID version 7, RFC 9562): ids made later sort later, so indexes grow at one end. */
export function newId(): string {
  return v7();
}

/**
 * Whether text from outside can be an id at all. PostgreSQL refuses other text with an error, and
 * takes capitals for the same id, which a comparison such as "is it one's own?" doesn't.
 */
export function isId(text: unknown): text is `${string}-${string}` {
  return typeof text === "string" && UUID.test(text);
}

/** Whether text from outside can be an id of Stripe's, such as evt_1AbC: PostgreSQL refuses NUL. */
export function isStripeId(text: string): boolean {
  return /^[\w-]{1,255}$/.test(text);
}

/** The lowest id that can be made at a time: ids of version 7 begin with their milliseconds. */
export function firstIdAt(at: Date): string {
  const ms = Math.max(at.getTime(), 0).toString(16).padStart(12, "0").slice(-12);
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`;
}
