import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import PgBoss from "pg-boss";
import { describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { useTestDatabase } from "@/dev/test/database";
import { QUEUE_NAMES, QUEUES } from "./queues";

describe("the job queue after the migrations, before any worker", () => {
  const db = useTestDatabase();

  it("has every queue, or a purchase's receipt would be dropped silently", async () => {
    const rows = await db().database.read.execute<{ name: string; policy: string }>(
      sql`select name, policy from pgboss.queue order by name`,
    );
    const expected = QUEUE_NAMES.map((name) => ({ name, policy: QUEUES[name].policy }));
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    // pg-boss' own queue, without which no schedule runs.
    const schedules = { name: "__pgboss__send-it", policy: "standard" };
    expect([...rows].sort(byName)).toEqual([...expected, schedules].sort(byName));
  });

  it("is what the installed pg-boss would have made", async () => {
    // Only the owner sees the columns of every schema.
    const owner = openDatabase(db().ownerUrl, { poolSize: 1 });
    const { read } = owner;
    const plan = PgBoss.getConstructionPlans("probe").replace(/\b(BEGIN|COMMIT);/g, "");
    await db().asOwner((owner) => owner.unsafe(plan));
    const columnsOf = async (schema: string) => [
      ...(await read.execute(sql`
        select table_name, column_name, data_type, column_default, is_nullable
        from information_schema.columns
        where table_schema = ${schema} and table_name in
          ('version', 'queue', 'schedule', 'subscription', 'job', 'archive')
        order by table_name, ordinal_position
      `)),
    ];
    const functionsOf = async (schema: string) => [
      ...(await read.execute(sql`
        select proname, replace(prosrc, ${`${schema}.`}, '') as source
        from pg_proc where pronamespace = ${schema}::regnamespace order by proname
      `)),
    ];
    const flat = (rows: unknown) => JSON.stringify(rows).replace(/\s|\\n|probe\.|pgboss\./g, "");
    expect(flat(await columnsOf("pgboss"))).toBe(flat(await columnsOf("probe")));
    expect(flat(await functionsOf("pgboss"))).toBe(flat(await functionsOf("probe")));
    const [made] = await read.execute<{ version: number }>(sql`select version from pgboss.version`);
    const { schema } = JSON.parse(
      readFileSync(new URL("../../node_modules/pg-boss/version.json", import.meta.url), "utf8"),
    ) as { schema: number };
    expect(made).toEqual({ version: schema });
    await owner.close();
  });
});
