/** The way from a URL to the database: app passes it on to lib, and imports nothing of db. */
export { type Database, database } from "@/db/client";
