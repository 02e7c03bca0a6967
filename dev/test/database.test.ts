import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { packs } from "@/db/schema";
import { createTestDatabase, useTestDatabase } from "./database";

describe("test database", () => {
  const db = useTestDatabase();

  it("has every migration and its seeded packs", async () => {
    const rows = await db().database.read.select({ code: packs.code }).from(packs);
    expect(rows.map((row) => row.code).sort()).toEqual([
      "enterprise",
      "pro",
      "standard",
      "starter",
    ]);
  });

  it("is used as the app's role, for whom guards and grants hold: no superuser, no owner", async () => {
    const [row] = await db().database.read.execute(sql`
      select rolsuper, tableowner = current_user as owns from pg_roles, pg_tables
      where rolname = current_user and tablename = 'ledger_entries'`);
    expect(row).toEqual({ rolsuper: false, owns: false });
  });

  it("is its own: what one test writes, no other sees", async () => {
    const other = await createTestDatabase();
    try {
      await other.asOwner((owner) => owner`create table only_here (id int)`);
      const [row] = await db().database.read.execute<{ found: string | null }>(
        sql`select to_regclass('only_here') as found`,
      );
      expect(row).toEqual({ found: null });
    } finally {
      await other.drop();
    }
  });
});
