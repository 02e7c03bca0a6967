import { type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { creditAccounts } from "@/db/schema";
import { type Credits, ZERO_CREDITS } from "@/lib/shared/credits";
import { isId } from "@/lib/shared/ids";

/** Somebody who has an account: as a user who signs in, as a customer of the API, or both. */
export interface CustomerRow {
  /** Where the next page begins after this row. */
  readonly cursor: string;
  readonly accountId: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly externalId: string | null;
  readonly role: string | null;
  readonly deletedAt: Date | null;
  readonly createdAt: Date;
  readonly balance: Credits;
  readonly held: Credits;
}

interface Filter {
  readonly search?: string;
  /** Only those who came before this one. */
  readonly before?: string;
  readonly limit: number;
}

/**
 * Customers, newest first. A search finds the beginning of a name or an email, or exactly an
 * external id or an id of an account, a user or a customer. Every condition has an index, so a page
 * costs the same among a million. Of names or emails that begin so, the first hundred are found.
 */
export async function searchCustomers(db: Db, filter: Filter): Promise<CustomerRow[]> {
  const { limit } = filter;
  const search = filter.search?.trim() || undefined;
  const before = isId(filter.before) ? sql`and people.id < ${filter.before}` : sql``;
  const rows = await db.execute<Row>(sql`
    select people.*, accounts.balance::text as balance, accounts.held::text as held
    from (
      (select people.id, people.account_id, people.email, people.name, customers.external_id,
          people.role::text as role, people.deleted_at, people.created_at
        from users people left join customers on customers.account_id = people.account_id
        where ${search ? matchUser(search) : sql`true`} ${before}
        order by people.id desc limit ${limit})
      union all
      (select people.id, people.account_id, people.email, people.name, people.external_id,
          null, null, people.created_at
        from customers people
        where not people.has_user
          and ${search ? matchCustomer(search) : sql`true`} ${before}
        order by people.id desc limit ${limit})
    ) people
    left join credit_accounts accounts on accounts.id = people.account_id
    order by people.id desc limit ${limit}
  `);
  return rows.map((row) => ({
    cursor: row.id,
    accountId: row.account_id,
    email: row.email,
    name: row.name,
    externalId: row.external_id,
    role: row.role,
    deletedAt: row.deleted_at === null ? null : new Date(row.deleted_at),
    createdAt: new Date(row.created_at),
    balance: readCredits(row.balance, creditAccounts.balance),
    held: readCredits(row.held, creditAccounts.held),
  }));
}

type Row = {
  id: string;
  account_id: string;
  email: string | null;
  name: string | null;
  external_id: string | null;
  role: string | null;
  deleted_at: string | null;
  created_at: string;
  balance: string | null;
  held: string | null;
};

/** An account that never moved has no row yet, and nothing on it. */
function readCredits(
  text: string | null,
  column: { mapFromDriverValue(value: string): unknown },
): Credits {
  return text === null ? ZERO_CREDITS : (column.mapFromDriverValue(text) as Credits);
}

/** So many rows are taken from each index: a beginning that half of the customers have is no search. */
const MAX_MATCHES = 100;

function matchUser(search: string): SQL {
  if (isId(search)) return sql`(people.account_id = ${search} or people.id = ${search})`;
  return sql`people.id in (
    ${beginsWith("users", "email", search)} union all ${beginsWith("users", "name", search)}
    union all select id from users
      where account_id = (select account_id from customers where external_id = ${search}))`;
}

function matchCustomer(search: string): SQL {
  if (isId(search)) return sql`(people.account_id = ${search} or people.id = ${search})`;
  return sql`people.id in (
    ${beginsWith("customers", "email", search)} union all ${beginsWith("customers", "name", search)}
    union all select id from customers where external_id = ${search})`;
}

/** Ids in the order of the index of beginnings (text_pattern_ops), which `using ~<~` asks for. */
function beginsWith(table: string, column: string, search: string): SQL {
  const text = sql`lower(${sql.identifier(column)})`;
  return sql`(select id from ${sql.identifier(table)} where ${text} like ${prefix(search)}
    order by ${text} using ~<~ limit ${MAX_MATCHES})`;
}

/** A pattern for texts that begin so; what was typed is taken for what it is. */
function prefix(search: string): string {
  return `${search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
}
