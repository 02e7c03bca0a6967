import { PgDialect } from "drizzle-orm/pg-core";
import { PostgresJsSession, PostgresJsTransaction } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import type { Tx } from "./client";
import { isConnectionLost } from "./postgres-error";

const dialect = new PgDialect();

/**
 * Who waits for a row for longer than this gives up. And look-ups by key stay look-ups: a plan that
 * was made while a table was small, and is kept by the connection, would read all of it once it
 * has grown.
 */
const BEGIN = `begin; set local lock_timeout = '1500ms'; set local enable_seqscan = off;
  set local enable_hashjoin = off; set local enable_mergejoin = off`;

/**
 * Runs a transaction whose BEGIN leaves together with its first statements, and whose COMMIT may
 * leave together with its last: two round trips in all. On a connection reserved for it (see the
 * trap in `openDatabase`).
 * @param work sends its statements, then COMMIT by calling `commit` once; when it ends without,
 *   or throws, the transaction is rolled back. A COMMIT after a statement that failed is a
 *   ROLLBACK, and the statement's own error is what `work` throws
 */
export async function runPipelined<Result>(
  pool: postgres.Sql,
  work: (tx: Tx, commit: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const connection = await pool.reserve();
  let [ended, lost] = [false, false];
  const note = (error: unknown) => {
    lost ||= isConnectionLost(error);
  };
  try {
    const begun = connection.unsafe(BEGIN).execute();
    const session = new PostgresJsSession(connection as never, dialect, undefined);
    const tx = new PostgresJsTransaction(dialect, session, undefined) as unknown as Tx;
    const commit = async () => {
      // What `work` started and didn't wait for must not end another's transaction.
      if (ended) throw new Error("the transaction is over");
      ended = true;
      await connection.unsafe("commit").execute();
    };
    const [result] = await Promise.all([work(tx, commit), begun]);
    return result;
  } catch (error) {
    note(error);
    throw error;
  } finally {
    const mustRollBack = !ended && !lost;
    ended = true;
    if (mustRollBack) await connection.unsafe("rollback").catch(note);
    // A connection that was lost has rolled back by itself, and postgres.js connects anew where it
    // was. Released, it would stand among the open ones for ever and fail whatever it is given.
    if (!lost) connection.release();
  }
}
