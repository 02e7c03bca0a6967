import type { Database, Tx } from "@/db/client";

export class Crash extends Error {}

/**
 * A database whose connection is lost right after the n-th statement of a transaction was begun:
 * the statement reaches PostgreSQL, its answer reaches nobody, and nothing is committed.
 * @param afterStatements undefined: never, but the statements are counted
 */
export function crashing(database: Database, afterStatements?: number) {
  const counted = { statements: 0, crashed: false };
  return {
    counted,
    database: {
      ...database,
      transaction: <T>(work: (tx: Tx) => Promise<T>) =>
        database.transaction((tx) => {
          const { session } = tx._;
          const prepareQuery = session.prepareQuery.bind(session);
          session.prepareQuery = (...given) => {
            const query = prepareQuery(...given);
            const execute = query.execute.bind(query);
            query.execute = async (placeholders) => {
              counted.statements += 1;
              const mine = counted.statements;
              const answer = await execute(placeholders);
              if (mine === afterStatements) {
                counted.crashed = true;
                throw new Crash(`the process died after statement ${mine}`);
              }
              return answer;
            };
            return query;
          };
          return work(tx);
        }),
    } satisfies Database,
  };
}
