/** npm run db:migrate: brings the database to the newest schema. Needs the database's settings only. */
import { databaseEnv } from "@/env";
import { explain } from "@/lib/shared/cli";
import { migrateDatabase } from "./migrate";

try {
  const { ownerUrl, url } = databaseEnv();
  await migrateDatabase(ownerUrl, url, {
    onWaiting: (reason) => console.error(`Waiting: ${reason}. Trying again.`),
  });
  console.log("The database schema is up to date.");
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
