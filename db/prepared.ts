import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Db } from "./client";

const dialect = new PgDialect();

/**
 * Runs a statement of constant text as a prepared one. PostgreSQL parses and plans it once per
 * connection, and postgres.js sends it without asking for its parameters' types first: one round
 * trip instead of two, and statements started together (Promise.all) share even that one.
 *
 * The text must not vary with the number of rows: each text is kept by every connection. Pass
 * many rows as one JSON or array parameter.
 */
export async function runPrepared(db: Db, statement: SQL): Promise<void> {
  await db._.session
    .prepareQuery(dialect.sqlToQuery(statement), undefined, "prepared", false)
    .execute();
}
