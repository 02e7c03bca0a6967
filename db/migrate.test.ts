import { readdirSync } from "node:fs";
import postgres from "postgres";
import { expect, inject, it } from "vitest";
import { migrateDatabase } from "./migrate";

it("migrates an empty database once, although two processes start at the same time", async () => {
  const admin = postgres(`${inject("testServerUrl")}postgres`, { max: 1 });
  await admin`create database migrated_twice owner credits_owner`;
  const url = `${inject("testOwnerUrl")}migrated_twice`;
  await Promise.all([migrateDatabase(url), migrateDatabase(url), migrateDatabase(url)]);

  const db = postgres(url, { max: 1 });
  const applied = await db`select id from drizzle.__drizzle_migrations`;
  const files = readdirSync(new URL("migrations", import.meta.url)).filter((name) =>
    name.endsWith(".sql"),
  );
  expect(applied).toHaveLength(files.length);
  await db.end();
  await admin`drop database migrated_twice`;
  await admin.end();
});
