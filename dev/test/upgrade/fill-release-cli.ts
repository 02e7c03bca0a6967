/** Fills the database of DATABASE_URL; freeze-release.ts starts it, with the settings of the tests. */
import { closeDatabase, database } from "@/db/client";
import { fillRelease } from "./fill-release";

await fillRelease(database());
await closeDatabase();
