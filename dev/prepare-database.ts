import path from "node:path";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { parseEnv } from "@/env";
import { unreachableCode } from "@/lib/shared/unreachable";
import { ensureDatabase, type RunningPostgres, startPostgres } from "./postgres";
import { type Secrets, writeSecrets } from "./secrets";
import { seedPeople } from "./seed";
import { StartError } from "./start-error";

/** Starts the embedded PostgreSQL on the data of earlier starts, if there were any. */
export async function startDevelopmentDatabase(
  dataDir: string,
  secrets: Secrets,
): Promise<{ server: RunningPostgres; url: string; ownerUrl: string }> {
  const server = await startPostgres({
    directory: path.join(dataDir, "postgres"),
    password: secrets.postgresPassword,
    ...(secrets.postgresPort && { port: secrets.postgresPort }),
    durable: true,
  });
  if (server.port !== secrets.postgresPort) {
    writeSecrets(dataDir, { ...secrets, postgresPort: server.port });
  }
  await ensureDatabase(server, "credits");
  return { server, url: server.url("credits"), ownerUrl: server.url("credits", "credits_owner") };
}

/** Migrates the database of these variables and puts the demo people in. */
export async function prepareDatabase(
  variables: Record<string, string | undefined>,
): Promise<void> {
  const { url, ownerUrl } = parseEnv(variables).database;
  try {
    await migrateDatabase(ownerUrl, url);
  } catch (error) {
    const code = unreachableCode(error);
    if (!code) throw error;
    throw new StartError(
      `The database at ${new URL(url).host} can't be reached (${code}). Mend DATABASE_URL (or POSTGRES_*), or unset it to use the embedded PostgreSQL.`,
    );
  }
  const database = openDatabase(url, { poolSize: 2 });
  try {
    await seedPeople(database);
  } finally {
    await database.close();
  }
}
