import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type postgres from "postgres";
import { copyLine } from "./copy-text";
import type { History } from "./history";
import { SEEDED_TABLES } from "./tables";

/** Writes the histories of some accounts in one transaction: all of them, or none. */
export async function writeChunk(sql: postgres.Sql, histories: readonly History[]): Promise<void> {
  await sql.begin(async (tx) => {
    for (const { name, columns, rows } of SEEDED_TABLES) {
      // Before the COPY begins: an error within one hides behind that of the rollback.
      const lines = histories.map((history) => rows(history).map(copyLine).join(""));
      const statement = `copy ${name} (${columns.join(", ")}) from stdin`;
      const into = await tx.unsafe(statement).writable();
      await pipeline(Readable.from(lines), into);
    }
  });
}
