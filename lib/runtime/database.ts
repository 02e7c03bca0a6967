/** The way from a URL to the database: app passes it on to lib, and imports nothing of db. */
export { type Database, type Db, database } from "@/db/client";
