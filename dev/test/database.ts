import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { type Database, type DatabaseOptions, openDatabase } from "@/db/client";

export interface TestDatabase {
  /** As the role that owns the tables: what the app itself would use. */
  readonly url: string;
  readonly database: Database;
  /** Closes `database` and removes everything. */
  drop(): Promise<void>;
}

/** A fresh, migrated database of its own on real PostgreSQL, with the packs and nothing else in it. */
export async function createTestDatabase(options?: DatabaseOptions): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await onServer(
    (admin) =>
      admin`create database ${admin(name)} template ${admin(inject("testTemplate"))} owner credits`,
  );
  const url = `${inject("testOwnerUrl")}${name}`;
  const database = openDatabase(url, options);
  return {
    url,
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

async function onServer(statement: (admin: postgres.Sql) => Promise<unknown>): Promise<void> {
  const admin = postgres(`${inject("testServerUrl")}postgres`, { max: 1, onnotice: () => {} });
  try {
    await statement(admin);
  } finally {
    await admin.end();
  }
}
