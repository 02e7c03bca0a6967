import { fork } from "node:child_process";
import postgres from "postgres";
import type { Era } from "./history";
import { loadWithoutIndexes } from "./indexes";
import { SEEDED_TABLES } from "./tables";
import type { SeedWork } from "./worker";

/** So many accounts share a transaction: large enough for speed, small enough to be held twice. */
const CHUNK_ACCOUNTS = 2_000;

/**
 * Fills a migrated database with accounts and their histories.
 * @param given.databaseUrl of the owner of the tables
 * @param given.onProgress how many accounts are there now
 * @param given.onStep what is done after the last account: an index that is made, a table that is analysed
 * @throws Error when the database was seeded before: emails and payments are unique
 */
export async function seedLarge(given: {
  databaseUrl: string;
  era: Era;
  workers: number;
  onProgress: (accounts: number) => void;
  onStep?: (step: string) => void;
}): Promise<void> {
  const { databaseUrl, era, workers, onStep = () => {} } = given;
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const [known] = await sql`select 1 from users where email like '%@seed.example' limit 1`;
    if (known) throw new Error("This database was seeded before. Use a fresh DATA_DIR.");
    let done = 0;
    const onAccounts = (accounts: number) => {
      done += accounts;
      given.onProgress(done);
    };
    const work = { databaseUrl, era, workers, chunkAccounts: CHUNK_ACCOUNTS };
    const load = async () => {
      await Promise.all(
        Array.from({ length: workers }, (_, worker) => runWorker({ ...work, worker }, onAccounts)),
      );
    };
    const tables = SEEDED_TABLES.map(({ name }) => name);
    await loadWithoutIndexes(sql, tables, load, (name) => onStep(`Making the index ${name}`));
    // What the planner knows of empty tables would have it scan full ones.
    for (const name of tables) {
      onStep(`Analysing ${name}`);
      await sql.unsafe(`vacuum (analyze) ${name}`);
    }
  } finally {
    await sql.end();
  }
}

/** A process of its own, so that a machine with several cores uses them. */
function runWorker(work: SeedWork, onAccounts: (accounts: number) => void): Promise<void> {
  const worker = fork(new URL("./worker.ts", import.meta.url), {
    execArgv: ["--import", "tsx"],
    // Keeps dates as dates.
    serialization: "advanced",
  });
  worker.send(work);
  return new Promise((resolve, reject) => {
    worker.on("message", (accounts) => onAccounts(Number(accounts)));
    worker.once("error", reject);
    worker.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`A worker ended with code ${code}; see its message above.`));
    });
  });
}
