import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { type Database, type DatabaseOptions, openDatabase } from "@/db/client";

export interface TestDatabase {
  /** As the app's role. */
  readonly url: string;
  /** As the role that owns the tables, which only migrations use. */
  readonly ownerUrl: string;
  /** Runs statements as that role, such as one that makes a constraint for a test. */
  asOwner<Result>(work: (sql: postgres.Sql) => Promise<Result>): Promise<Result>;
  readonly database: Database;
  /** Closes `database` and removes everything. */
  drop(): Promise<void>;
}

/** A fresh, migrated database of its own on real PostgreSQL, with the packs and nothing else in it. */
export async function createTestDatabase(options?: DatabaseOptions): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await onServer(
    (admin) =>
      admin`create database ${admin(name)} template ${admin(inject("testTemplate"))} owner credits_owner`,
  );
  const url = `${inject("testAppUrl")}${name}`;
  const ownerUrl = `${inject("testOwnerUrl")}${name}`;
  const database = openDatabase(url, options);
  return {
    url,
    ownerUrl,
    asOwner: (work) => withConnection(ownerUrl, work),
    database,
    async drop() {
      await database.close();
      // Force: a test that failed may have left connections of its own.
      await onServer((admin) => admin`drop database ${admin(name)} with (force)`);
    },
  };
}

/**
 * Gives the tests of a file (or of a `describe`) a database that they share.
 * @returns a function, because the database is there only when the first test starts
 */
export function useTestDatabase(options?: DatabaseOptions): () => TestDatabase {
  let current: TestDatabase | undefined;
  beforeAll(async () => {
    current = await createTestDatabase(options);
  });
  afterAll(async () => {
    await current?.drop();
  });
  return () => {
    if (!current) throw new Error("The test database is there only inside of tests and hooks.");
    return current;
  };
}

function onServer(statement: (admin: postgres.Sql) => Promise<unknown>): Promise<unknown> {
  return withConnection(`${inject("testServerUrl")}postgres`, statement);
}

async function withConnection<Result>(
  url: string,
  work: (sql: postgres.Sql) => Promise<Result>,
): Promise<Result> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
