import postgres from "postgres";
import { type Era, makeHistory } from "./history";
import { writeChunk } from "./write-chunk";

/** What a worker makes: every `workers`th chunk of accounts, beginning with its own number. */
export interface SeedWork {
  readonly databaseUrl: string;
  readonly era: Era;
  readonly chunkAccounts: number;
  readonly worker: number;
  readonly workers: number;
}

// The parent's death closes the channel, and ends this process with it.
process.once("disconnect", () => process.exit(1));
process.once("message", (work) => void run(work as SeedWork));

async function run(work: SeedWork): Promise<void> {
  const { databaseUrl, era, chunkAccounts, worker, workers } = work;
  // A load that dies is begun anew, so no commit needs to wait for the disk.
  const connection = { synchronous_commit: "off" };
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, connection });
  const step = chunkAccounts * workers;
  for (let from = worker * chunkAccounts; from < era.accounts; from += step) {
    const length = Math.min(chunkAccounts, era.accounts - from);
    const histories = Array.from({ length }, (_, index) => makeHistory(from + index, era));
    await writeChunk(sql, histories);
    process.send?.(length);
  }
  await sql.end();
  process.exit(0);
}
