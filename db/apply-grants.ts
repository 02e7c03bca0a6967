import postgres from "postgres";
import { GRANTS, type TableGrant } from "./grants";
import { fixSessionSettings } from "./session-settings";

/** Any connection's role: the app's own name for itself, whatever a pooler makes of the URL. */
async function readRole(client: postgres.Sql): Promise<string> {
  const [row] = await client<{ role: string }[]>`select current_user as role`;
  return row?.role ?? "";
}

/**
 * Gives the role of `appUrl` the rights of `GRANTS` and no others, and sets how its sessions read
 * and write dates. Safe to repeat, also while the app runs: everything changes in one transaction.
 * @param owner a connection of the role that owns the tables; the app's role may be the same
 */
export async function applyGrants(owner: postgres.Sql, appUrl: string): Promise<void> {
  const app = postgres(appUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    const role = await readRole(app);
    const isOwner = role === (await readRole(owner));
    const referenced = isOwner ? await findReferenced(owner) : new Map<string, string>();
    const statements = [
      ...schemaStatements(role, isOwner),
      ...Object.entries(GRANTS).flatMap(([table, grant]) =>
        tableStatements(role, table, grant, referenced.get(table)),
      ),
    ];
    await owner.begin((tx) => tx.unsafe(statements.join(";\n")));
    await fixSessionSettings(app);
  } finally {
    await app.end({ timeout: 5 });
  }
}

/**
 * Gives the owner back what `applyGrants` takes from an owner that the app uses too, so that
 * migrations may change data. Nothing where the app has a role of its own.
 */
export async function openForMigration(owner: postgres.Sql): Promise<void> {
  await owner`grant all on all tables in schema public to current_user`;
}

/** Tables that foreign keys refer to, with a column of their primary key. */
async function findReferenced(owner: postgres.Sql): Promise<ReadonlyMap<string, string>> {
  const rows = await owner<{ table: string; column: string }[]>`
    select distinct on (1) referenced.relname as table, attribute.attname as column
    from pg_constraint reference
    join pg_class referenced on referenced.oid = reference.confrelid
    join pg_attribute attribute
      on attribute.attrelid = referenced.oid and attribute.attnum = reference.confkey[1]
    where reference.contype = 'f' and referenced.relnamespace = 'public'::regnamespace
    order by 1`;
  return new Map(rows.map(({ table, column }) => [table, column]));
}

function schemaStatements(role: string, isOwner: boolean): string[] {
  const app = quote(role);
  return [
    `revoke all on all tables in schema public from ${app}`,
    `revoke create on schema public from public`,
    ...(isOwner
      ? []
      : [
          `grant usage on schema public, drizzle, pgboss to ${app}`,
          `grant select on all tables in schema drizzle to ${app}`,
          // The queue's tables are jobs, not money; its worker needs all of them.
          `grant select, insert, update, delete on all tables in schema pgboss to ${app}`,
          `grant usage on all sequences in schema public, pgboss to ${app}`,
          // A temporary table could stand in for a real one in a trigger's query.
          `do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$`,
        ]),
  ];
}

/**
 * @param keyColumn set where the role owns the tables and a foreign key refers to this one: to check
 *   the key PostgreSQL locks the row as the owner, who then needs UPDATE on one column
 */
function tableStatements(
  role: string,
  table: string,
  grant: TableGrant,
  keyColumn: string | undefined,
): string[] {
  const on = `on public.${quote(table)} to ${quote(role)}`;
  const columns = grant.update === true ? [] : (grant.update ?? (keyColumn ? [keyColumn] : []));
  const privileges = [
    "select",
    ...(grant.insert ? ["insert"] : []),
    ...(grant.delete ? ["delete"] : []),
    ...(grant.update === true ? ["update"] : []),
    ...(columns.length > 0 ? [`update (${columns.map(quote).join(", ")})`] : []),
  ];
  return [`grant ${privileges.join(", ")} ${on}`];
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
