import type { ExtractTablesWithRelations } from "drizzle-orm";
import type { PgDatabase } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { databaseEnv } from "@/env";
import { busy } from "@/lib/shared/errors";
import { metrics } from "@/lib/shared/metrics";
import { Semaphore } from "@/lib/shared/semaphore";
import { hideStatements, stripError } from "./hide-statements";
import { runPipelined } from "./pipelined";
import { retryConflicts } from "./retry-conflicts";
import * as schema from "./schema";

hideStatements();

type Schema = typeof schema;

/** What a query runs on: the read pool or a transaction. Queries take it as their first parameter. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>;

/** A connection inside a transaction. Functions that write money ask for this, never for a `Db`. */
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];

export interface DatabaseOptions {
  /** Connections of each of the two pools; 10 unless told. */
  readonly poolSize?: number;
  /** How long a transaction may wait for a connection before it is refused as busy. */
  readonly transactionWaitMs?: number;
  /** How long one statement may run before PostgreSQL cancels it. */
  readonly statementTimeoutMs?: number;
}

export interface Database {
  /** For reads and single statements. */
  readonly read: Db;
  /**
   * Runs `work` in a transaction: committed when it resolves, rolled back when it throws. When
   * PostgreSQL gave the transaction up for another's sake (a deadlock, a serialization failure),
   * `work` is run anew, at most three times in all: it must have no effect outside of `tx`.
   * @throws ProductError busy, when no connection was free in time: nothing has been done
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * As `transaction`, in two round trips: BEGIN leaves with the first statements, and COMMIT with
   * the last, since `work` sends it itself. A lock that isn't had within 1.5 s is an error.
   */
  pipelined<T>(work: (tx: Tx, commit: () => Promise<void>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens two pools on one database. Transactions have a pool of their own behind a semaphore of
 * its size, so that a BEGIN always finds an idle connection: in postgres.js 3.4.9 a BEGIN that
 * fills a busy connection's pipeline doesn't reserve it, and acknowledged writes are lost
 * (porsager/postgres #1204, #1189, #823).
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const poolSize = options.poolSize ?? 10;
  const waitMs = options.transactionWaitMs ?? 5_000;
  const settings = {
    max: poolSize,
    idle_timeout: 60,
    connect_timeout: 5,
    onnotice: () => {},
    connection: {
      application_name: "ops-center-credits",
      statement_timeout: options.statementTimeoutMs ?? 10_000,
      idle_in_transaction_session_timeout: 30_000,
    },
  };
  const readPool = postgres(url, settings);
  const transactionPool = postgres(url, settings);
  const places = new Semaphore(poolSize);
  const transactions = drizzle(transactionPool, { schema });
  const { transactionPools } = metrics();
  const readUse = () => ({ active: places.active, waiting: places.waiting });
  transactionPools.add(readUse);

  async function inPlace<T>(run: () => Promise<T>): Promise<T> {
    const release = await places.acquire(waitMs);
    if (!release) throw busy();
    try {
      return await retryConflicts(run);
    } catch (error) {
      // COMMIT's own errors don't pass through Drizzle.
      throw stripError(error);
    } finally {
      release();
    }
  }

  return {
    read: drizzle(readPool, { schema }),
    transaction: (work) => inPlace(() => transactions.transaction(work)),
    pipelined: (work) => inPlace(() => runPipelined(transactionPool, work)),
    async close() {
      transactionPools.delete(readUse);
      await Promise.all([readPool.end({ timeout: 5 }), transactionPool.end({ timeout: 5 })]);
    },
  };
}

// Next reloads modules in development; without this each reload would leave two pools behind.
const shared = globalThis as { creditsDatabase?: Database };

/** The database of this process, opened at the first use from the environment. */
export function database(): Database {
  if (!shared.creditsDatabase) {
    const { url, poolSize } = databaseEnv();
    shared.creditsDatabase = openDatabase(url, { poolSize });
  }
  return shared.creditsDatabase;
}

/** For commands, which end only when no connection is left. Nothing to do if none was opened. */
export async function closeDatabase(): Promise<void> {
  await shared.creditsDatabase?.close().catch(() => {});
  shared.creditsDatabase = undefined;
}
