import { sql } from "drizzle-orm";
import type postgres from "postgres";
import type { Db } from "./client";

/**
 * What every session of the app's role must have. With another DateStyle dates are misread, and
 * another search_path finds other tables. Kept at the role, since poolers refuse settings that a
 * connection brings along.
 */
const SETTINGS = [
  { name: "DateStyle", value: "ISO, MDY", accepts: /^ISO\b/ },
  { name: "TimeZone", value: "UTC", accepts: /^(Etc\/)?UTC$/ },
  { name: "search_path", value: "public", accepts: /^("\$user", ?)?public$/ },
] as const;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const INSUFFICIENT_PRIVILEGE = "42501";

/**
 * Sets them for the role of this connection, in this database: for sessions that begin later. Where
 * the role may not be altered nothing is set, and the check at the start names what is wrong.
 */
export async function fixSessionSettings(app: postgres.Sql): Promise<void> {
  const [names] = await app<{ role: string; database: string }[]>`
    select quote_ident(current_user) as role, quote_ident(current_database()) as database`;
  for (const { name, value } of SETTINGS) {
    await app
      .unsafe(`alter role ${names?.role} in database ${names?.database} set ${name} = '${value}'`)
      .catch((error: unknown) => {
        if (Object(error).code !== INSUFFICIENT_PRIVILEGE) throw error;
      });
  }
}

/** @returns a sentence for each setting that would break the app, with what to do; none: all is well */
export async function findSettingFaults(db: Db): Promise<string[]> {
  const [row] = await db.execute<Record<string, string>>(sql`
    select current_setting('DateStyle') as "DateStyle", current_setting('TimeZone') as "TimeZone",
      current_setting('search_path') as "search_path", current_user as role`);
  return SETTINGS.flatMap(({ name, value, accepts }) => {
    const found = row?.[name] ?? "";
    if (accepts.test(found)) return [];
    return [
      `The database role ${row?.role} has ${name} = '${found}', and needs '${value}'. Run npm run db:migrate, or as a superuser ALTER ROLE ${row?.role} IN DATABASE … SET ${name} = '${value}', and restart.`,
    ];
  });
}
