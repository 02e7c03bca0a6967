/**
 * npm run restore -- FILE: puts a dump of `npm run backup` into the database of the settings, which
 * must be empty. Stop the app first. Exit code 0: all of it is there.
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { applyGrants } from "@/db/apply-grants";
import { databaseEnv } from "@/env";
import { explain } from "@/lib/shared/cli";
import { ProductError } from "@/lib/shared/errors";
import { runPostgresTool } from "./run-postgres-tool";

async function assertEmpty(owner: postgres.Sql): Promise<void> {
  const [row] = await owner<{ tables: number }[]>`
    select count(*)::int as tables from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`;
  if (row?.tables === 0) return;
  throw new ProductError("conflict", {
    detail:
      "The database isn't empty, and nothing was changed. Make a new one (createdb), name it in DATABASE_URL or POSTGRES_DB, and restore into that: the old one stays for comparison.",
  });
}

try {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [file] = positionals;
  if (!file || !existsSync(file)) {
    throw new ProductError("invalid_input", { detail: "Say which file: npm run restore -- FILE" });
  }
  const { ownerUrl, url } = databaseEnv();
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await assertEmpty(owner);
    const args = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"];
    await runPostgresTool("pg_restore", ownerUrl, [
      ...args,
      `--dbname=${decodeURIComponent(new URL(ownerUrl).pathname.slice(1))}`,
      file,
    ]);
    await applyGrants(owner, url);
  } finally {
    await owner.end({ timeout: 5 });
  }
  console.log(
    "Restored. Now run: npm run db:migrate (if this release is newer), npm run ledger:verify, and npm run reconcile -- --recover, which brings back what was paid since.",
  );
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
