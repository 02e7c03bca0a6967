import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type postgres from "postgres";
import { copyLine } from "./copy-text";
import type { History } from "./history";
import { SEEDED_TABLES, type SeededTable } from "./tables";

/** Writes the histories of some accounts in one transaction: all of them, or none. */
export async function writeChunk(sql: postgres.Sql, histories: readonly History[]): Promise<void> {
  await sql.begin(async (tx) => {
    let before: SeededTable | undefined;
    for (const table of SEEDED_TABLES) {
      const isStaged = table.withNext || before?.withNext;
      await copyRows(tx, table, isStaged ? await stage(tx, table) : table.name, histories);
      if (before?.withNext) {
        await tx.unsafe(`with made as (${insertStaged(before)}) ${insertStaged(table)}`);
      }
      before = table;
    }
  });
}

async function copyRows(
  tx: postgres.TransactionSql,
  { columns, rows }: SeededTable,
  into: string,
  histories: readonly History[],
): Promise<void> {
  // Before the COPY begins: an error within one hides behind that of the rollback.
  const lines = histories.map((history) => rows(history).map(copyLine).join(""));
  const stream = await tx.unsafe(`copy ${into} (${columns.join()}) from stdin`).writable();
  await pipeline(Readable.from(lines), stream);
}

/** COPY writes one table; what belongs to one statement waits in a temporary one. */
async function stage(tx: postgres.TransactionSql, { name }: SeededTable): Promise<string> {
  await tx.unsafe(
    `create temp table if not exists staged_${name} (like ${name} including defaults)
     on commit delete rows`,
  );
  return `staged_${name}`;
}

function insertStaged({ name, columns }: SeededTable): string {
  return `insert into ${name} (${columns.join()}) select ${columns.join()} from staged_${name}`;
}
