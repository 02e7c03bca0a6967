import { readdirSync } from "node:fs";
import postgres from "postgres";
import { expect, inject, it, vi } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
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

const db = useTestDatabase();

it("gives up a table that is in use after a moment, lets others through, and tries again", async () => {
  const { ownerUrl: url } = db();
  const other = postgres(url, { max: 1 });
  const onWaiting = vi.fn();
  let release = () => {};
  const locked = new Promise<void>((resolve) => {
    void other.begin(async (tx) => {
      await tx`lock table drizzle.__drizzle_migrations in access exclusive mode`;
      resolve();
      await new Promise<void>((free) => {
        release = free;
      });
    });
  });
  await locked;
  const options = { lockTimeoutMs: 50, pauseMs: 50, onWaiting };
  const migrating = migrateDatabase(url, url, options);
  await vi.waitFor(() => expect(onWaiting).toHaveBeenCalledTimes(2), { timeout: 10_000 });
  release();
  await migrating;

  // One that stays in use is said, and nothing has been changed.
  const again = other.begin(async (tx) => {
    await tx`lock table drizzle.__drizzle_migrations in access exclusive mode`;
    await expect(migrateDatabase(url, url, { ...options, tries: 2 })).rejects.toThrow();
  });
  await again;
  await other.end();
});
