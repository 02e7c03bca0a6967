/**
 * npx tsx dev/test/upgrade/freeze-release.ts VERSION: writes releases/VERSION.sql, the schema and
 * some data of a release as statements, for the test that every later release can migrate it. Run
 * once for a release, when its migrations are final.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import postgres from "postgres";
import { migrateDatabase, migrationsFolder } from "@/db/migrate";
import { ensureDatabase, startPostgres } from "@/dev/postgres";
import { projectRoot } from "@/dev/services";
import { testVariables } from "../variables";
import { writeRelease } from "./release-file";

const NAME = "release";
const [version] = process.argv.slice(2);
if (!version) throw new Error("Usage: npx tsx dev/test/upgrade/freeze-release.ts VERSION");

/** The rows of every table, in JSON, so that any type of column comes back as it was. */
async function dumpRows(sql: postgres.Sql): Promise<string[]> {
  const tables = await sql<{ schema: string; name: string }[]>`
    select schemaname as schema, tablename as name from pg_tables
    where schemaname in ('public', 'drizzle') order by 1, 2`;
  const statements = [];
  for (const { schema, name } of tables) {
    const table = `${schema}.${name}`;
    const [row] = await sql.unsafe(`select json_agg(t)::text as rows from ${table} t`);
    if (!row?.rows) continue;
    const quoted = `'${row.rows.replaceAll("'", "''")}'`;
    statements.push(
      `insert into ${table} select * from json_populate_recordset(null::${table}, ${quoted}) on conflict do nothing`,
    );
  }
  return statements;
}

const server = await startPostgres({
  directory: `${projectRoot}/.data/freeze-release`,
  password: "freeze",
  durable: false,
  removeAfter: `${projectRoot}/.data/freeze-release`,
});
try {
  await ensureDatabase(server, NAME);
  await migrateDatabase(server.url(NAME, "credits_owner"), server.url(NAME));
  const fill = fileURLToPath(new URL("fill-release-cli.ts", import.meta.url));
  execFileSync(process.execPath, ["--import", "tsx", fill], {
    cwd: projectRoot,
    env: { ...testVariables(), NODE_ENV: "test", DATABASE_URL: server.url(NAME) },
    stdio: "inherit",
  });
  const schema = readMigrationFiles({ migrationsFolder }).flatMap(({ sql }) => sql);
  const superuser = postgres(server.url(NAME, "postgres"), { max: 1 });
  const rows = await dumpRows(superuser);
  await superuser.end();
  console.log(`${writeRelease(version, { schema, rows })}: ${rows.length} tables with rows.`);
} finally {
  await server.stop();
}
