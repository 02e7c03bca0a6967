import { is } from "drizzle-orm";
import { PostgresJsSession } from "drizzle-orm/postgres-js";
import type { Row } from "postgres";
import type { Db } from "./client";

/** A value as postgres.js sends it. */
export type Param = string | number | null | readonly string[];

/**
 * An array parameter of ids, numbers, timestamps or other values without quotes, commas, braces and
 * spaces, as PostgreSQL reads one from text. (The driver's own arrays escape every element, and
 * those of timestamps are switched off by Drizzle.)
 */
export function plainArray(values: readonly (string | number | bigint | null)[]): string {
  return `{${values.map((value) => value ?? "NULL").join()}}`;
}

/** An array parameter of bytes, which are given in hex. */
export function bytesArray(values: readonly (string | null)[]): string {
  return plainArray(values.map((hex) => (hex === null ? null : `\\\\x${hex}`)));
}

/** An array parameter of any texts. (The driver's own searches each one twice for what to escape.) */
export function textArray(values: readonly string[]): string {
  return `{${values.map(quote).join()}}`;
}

function quote(text: string): string {
  return `"${/["\\]/.test(text) ? text.replaceAll(/["\\]/g, "\\$&") : text}"`;
}

/** An array parameter whose elements are arrays as text: to be cast one by one. */
export function nestedArray(values: readonly (readonly unknown[])[]): string {
  return `{${values.map((list) => `"{${list.join()}}"`).join()}}`;
}

/**
 * Runs a statement of constant text as a prepared one. PostgreSQL parses and plans it once per
 * connection, and postgres.js sends it without asking for its parameters' types first: one round
 * trip instead of two, and statements started together (Promise.all) share even that one.
 *
 * The text must not vary with the number of rows: each text is kept by every connection. Pass
 * many rows as array parameters.
 * @returns rows as the driver reads them: bigint and timestamps as text, bytea as a Buffer
 */
export async function runPrepared<Result extends Row>(
  db: Db,
  text: string,
  params: readonly Param[],
): Promise<readonly Result[]> {
  const { session } = db._;
  if (!is(session, PostgresJsSession)) throw new Error("the database isn't one of postgres.js");
  // Sent now, not when it is first awaited: statements leave in the order of the calls.
  return session.client.unsafe<Result[]>(text, [...params] as never[], { prepare: true }).execute();
}
