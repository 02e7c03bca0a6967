import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "@/db/migrate";
import { asSuperuser, ensureDatabase, startPostgres } from "../postgres";

declare module "vitest" {
  interface ProvidedContext {
    /** The server all tests share, as superuser; a database's name is to be put at its end. */
    readonly testServerUrl: string;
    /** The same as the role that owns the databases and their tables. */
    readonly testOwnerUrl: string;
    /** The same as the app's role. */
    readonly testAppUrl: string;
    readonly testTemplate: string;
  }
}

/**
 * Starts one PostgreSQL for the whole run and migrates one database in it, which every test then
 * clones. It is thrown away at the end, so nothing is flushed to disk.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(path.join(os.tmpdir(), "credits-test-"));
  // The unprivileged user that root runs PostgreSQL as must be able to enter.
  chmodSync(home, 0o711);
  const server = await startPostgres({
    directory: path.join(home, "postgres"),
    password: randomBytes(16).toString("hex"),
    durable: false,
    removeAfter: home,
  });
  const templateName = "credits_template";
  await ensureDatabase(server, templateName);
  await migrateDatabase(server.url(templateName, "credits_owner"), server.url(templateName));
  await asSuperuser(server, async (admin) => {
    await admin`alter database ${admin(templateName)} with is_template true allow_connections false`;
  });
  project.provide("testServerUrl", server.url("", "postgres"));
  project.provide("testOwnerUrl", server.url("", "credits_owner"));
  project.provide("testAppUrl", server.url(""));
  project.provide("testTemplate", templateName);
  return () => server.stop();
}
