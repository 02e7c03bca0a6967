import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { GUARDS } from "./guards";

/** @returns a sentence for each trigger that guards money and is missing or switched off */
export async function findTriggerFaults(db: Db): Promise<string[]> {
  const rows = await db.execute<{ name: string; enabled: string }>(sql`
    select relname || '.' || tgname as name, tgenabled as enabled
    from pg_trigger join pg_class on pg_class.oid = tgrelid
    where not tgisinternal and relnamespace = 'public'::regnamespace`);
  const enabled = new Map([...rows].map((row) => [row.name, row.enabled !== "D"]));
  return GUARDS.flatMap((name) => {
    const on = enabled.get(name);
    if (on) return [];
    const [table, trigger] = name.split(".");
    return on === undefined
      ? [
          `Trigger ${trigger} of ${table} is missing: run npm run db:migrate on a restored copy, or make it as in db/migrations.`,
        ]
      : [
          `Trigger ${trigger} of ${table} is switched off: ALTER TABLE ${table} ENABLE TRIGGER ${trigger}.`,
        ];
  });
}
