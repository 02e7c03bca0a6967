import postgres from "postgres";
import { inject } from "vitest";
import { readRelease } from "./release-file";

/** What Drizzle keeps of the migrations that were applied. */
const JOURNAL = `create table drizzle.__drizzle_migrations
  (id serial primary key, hash text not null, created_at bigint)`;

/** Makes a database as a release left it, see freeze-release.ts. */
export async function restoreRelease(version: string, name: string): Promise<void> {
  const { schema, rows } = readRelease(version);
  await run("postgres", "testServerUrl", [`create database ${name} owner credits_owner`]);
  await run(name, "testOwnerUrl", ["create schema drizzle", JOURNAL, ...schema]);
  // As pg_restore does: what was valid when it was written needs no trigger now.
  await run(name, "testServerUrl", ["set session_replication_role = replica", ...rows]);
}

export async function dropRelease(name: string): Promise<void> {
  await run("postgres", "testServerUrl", [`drop database ${name} with (force)`]);
}

async function run(
  database: string,
  as: "testServerUrl" | "testOwnerUrl",
  statements: readonly string[],
): Promise<void> {
  const sql = postgres(`${inject(as)}${database}`, { max: 1, onnotice: () => {} });
  try {
    for (const statement of statements) await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}
