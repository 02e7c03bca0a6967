import { type Column, type SQL, sql } from "drizzle-orm";
import { bigint, customType, timestamp as pgTimestamp } from "drizzle-orm/pg-core";
import { type Credits, fromMicro } from "@/lib/shared/credits";

/** An exact amount of credits: whole micro-credits, in Postgres as in TypeScript. */
export const credits = customType<{ data: Credits; driverData: string }>({
  dataType: () => "bigint",
  fromDriver: (text) => fromMicro(BigInt(text)),
  toDriver: (amount) => amount.toString(),
});

/** SHA-256 and other raw bytes. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => "bytea",
});

/** A SHA-256 in hex, stored as raw bytes. */
export const digest = customType<{ data: string; driverData: Buffer }>({
  dataType: () => "bytea",
  fromDriver: (bytes) => bytes.toString("hex"),
  toDriver: (hex) => Buffer.from(hex, "hex"),
});

/** A point in time. Milliseconds, because a JavaScript Date holds no more and hashes cover it. */
export const timestamp = (name: string) => pgTimestamp(name, { withTimezone: true, precision: 3 });

/** An amount of money in minor units; 2^53 cents are enough. */
export const minor = (name: string) => bigint(name, { mode: "number" });

/**
 * Whether a column has one of these values, written out: a partial index is used only where the
 * query states its condition in constants.
 */
export function isOneOf(column: Column, values: readonly string[]): SQL {
  return sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(", "))})`;
}
