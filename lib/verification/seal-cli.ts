/**
 * npm run ledger:seal [-- --out FILE]: seals what is new, which the worker does every minute, and
 * with --out writes all seals and sealed heads to a file, to be kept where the database's
 * administrators can't write. Exit code 0: done; 1: it could not be done.
 */

import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { closeDatabase, database } from "@/db/client";
import { databaseEnv } from "@/env";
import { explain } from "@/lib/shared/cli";
import { countNoun } from "@/lib/shared/count-noun";
import { ProductError } from "@/lib/shared/errors";
import { exportSeals } from "./export-seals";
import { toSealKeys } from "./seal-key";
import { sealLedger } from "./seal-ledger";

async function writeSeals(path: string): Promise<number> {
  if (existsSync(path)) {
    const detail = `${path} exists. An older export may be the only proof of what was cut since, so it is never overwritten: choose another name.`;
    throw new ProductError("conflict", { detail });
  }
  const file = createWriteStream(path, { flags: "wx" });
  await once(file, "open");
  let lines = 0;
  for await (const line of exportSeals(database().read)) {
    if (!file.write(`${line}\n`)) await once(file, "drain");
    lines += 1;
  }
  file.end();
  await once(file, "finish");
  return lines;
}

try {
  const { values } = parseArgs({ options: { out: { type: "string" } } });
  const made = await sealLedger(database(), toSealKeys(databaseEnv().sealKeys));
  console.log(
    made > 0 ? `Made ${countNoun(made, "seal")}.` : "Nothing is new since the last seal.",
  );
  if (values.out) {
    console.log(`${values.out}: ${countNoun(await writeSeals(values.out), "line")} written.`);
  }
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
