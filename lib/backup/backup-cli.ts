/**
 * npm run backup [-- --out FILE]: a dump of the database with PostgreSQL's own pg_dump, while the
 * app runs. Exit code 0: the file is whole.
 */
import { mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "@/db/client";
import { backups } from "@/db/schema";
import { databaseEnv } from "@/env";
import { explain } from "@/lib/shared/cli";
import { newId } from "@/lib/shared/ids";
import { runPostgresTool } from "./run-postgres-tool";

// A dump has names, addresses and password hashes: only its owner may read it, in any folder.
process.umask(0o077);

try {
  const { values } = parseArgs({ options: { out: { type: "string" } } });
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const file = path.resolve(values.out ?? path.join("backups", `credits-${stamp}.dump`));
  const { ownerUrl } = databaseEnv();
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  // Under a name of its own until it is whole.
  const part = `${file}.part`;
  try {
    await runPostgresTool("pg_dump", ownerUrl, ["--format=custom", `--file=${part}`]);
    renameSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
  const sizeBytes = statSync(file).size;
  const database = openDatabase(ownerUrl, { poolSize: 1 });
  await database.read.insert(backups).values({ id: newId(), finishedAt: new Date(), sizeBytes });
  await database.close();
  console.log(`${file} (${(sizeBytes / 1e6).toFixed(1)} MB)`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
