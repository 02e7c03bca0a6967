/**
 * npm run explain:pages [-- --plans]: how PostgreSQL carries out every list, search and overview on
 * the database of DATABASE_URL (or of the running `npm run dev`), best after `npm run seed:large`. Ends
 * with an error when a large table is read from end to end.
 */
import { parseArgs } from "node:util";
import { openDatabase } from "@/db/client";
import { databaseEnv } from "@/env";
import { explain } from "@/lib/shared/cli";
import { explainQueries, type Plan } from "./explain-queries";
import { LARGE_TABLES, listPageQueries } from "./page-queries";

try {
  const { values } = parseArgs({ options: { plans: { type: "boolean", default: false } } });
  const { url } = databaseEnv();
  const database = openDatabase(url, { poolSize: 1 });
  const queries = await listPageQueries(database.read).finally(() => database.close());
  const plans = await explainQueries(url, queries);
  for (const plan of plans) print(plan, values.plans);
  const slow = plans.filter(({ executionMs }) => executionMs >= 10);
  const scanning = plans.filter(({ scanned }) => scanned.some(isLarge));
  console.log(
    `${plans.length} statements: ${slow.length} take 10 ms or more, ${scanning.length} read a large table from end to end.`,
  );
  if (scanning.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

function isLarge(table: string): boolean {
  return LARGE_TABLES.includes(table);
}

function print({ name, executionMs, scanned, text, statement }: Plan, full: boolean): void {
  const scans = scanned.filter(isLarge);
  const note = scans.length > 0 ? ` SEQUENTIAL SCAN of ${scans.join(", ")}` : "";
  console.log(`${executionMs.toFixed(2).padStart(9)} ms  ${name}${note}`);
  if (full) console.log(`${statement}\n${text}\n`);
}
