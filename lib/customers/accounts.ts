import { and, asc, desc, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { creditAccounts, users } from "@/db/schema";
import type { Role } from "@/lib/access/users";
import { type Credits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";
import { isId } from "@/lib/shared/ids";

export const ACCOUNT_SORTS = ["activity", "balance", "balance_up", "email"] as const;
export type AccountSort = (typeof ACCOUNT_SORTS)[number];

export interface AccountRow {
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly deletedAt: Date | null;
  readonly balance: Credits;
  readonly held: Credits;
  /** The last movement; when the person signed up, if there was none. */
  readonly activeAt: Date;
}

const balance = sql<Credits>`coalesce(${creditAccounts.balance}, 0)`.mapWith(
  creditAccounts.balance,
);
const held = sql<Credits>`coalesce(${creditAccounts.held}, 0)`.mapWith(creditAccounts.held);
const activeAt = sql<Date>`coalesce(${creditAccounts.updatedAt}, ${users.createdAt})`.mapWith(
  users.createdAt,
);

const byBalance = {
  by: balance,
  type: "bigint",
  text: (row: AccountRow) => row.balance.toString(),
  isValue: (text: string) => /^-?\d{1,18}$/.test(text),
};

/** How each sort orders, and how the place after a row is written into a cursor. */
const SORTS: Record<
  AccountSort,
  {
    by: SQL;
    down: boolean;
    type: string;
    text: (row: AccountRow) => string;
    /** Whether PostgreSQL can read it as the type: a cursor comes from an address. */
    isValue: (text: string) => boolean;
  }
> = {
  activity: {
    by: activeAt,
    down: true,
    type: "timestamptz",
    text: (row) => row.activeAt.toISOString(),
    isValue: (text) => z.iso.datetime().safeParse(text).success,
  },
  balance: { ...byBalance, down: true },
  balance_up: { ...byBalance, down: false },
  email: {
    by: sql`lower(${users.email})`,
    down: false,
    type: "text",
    text: (row) => row.email.toLowerCase(),
    isValue: (text) => !text.includes("\0"),
  },
};

/**
 * Everybody's accounts, for admins: searched by e-mail, name or account id, a page at a time.
 * @param filter.after the cursor of the page before; a broken one starts at the beginning
 * @returns the rows and the cursor of the next page, undefined on the last
 */
export async function listAccounts(
  db: Db,
  filter: { search?: string; sort: AccountSort; after?: string; limit: number },
): Promise<{ rows: AccountRow[]; next: string | undefined }> {
  const sort = SORTS[filter.sort];
  const after = readCursor(filter.after, sort.isValue);
  const rows = await db
    .select({
      accountId: users.accountId,
      email: users.email,
      name: users.name,
      role: users.role,
      deletedAt: users.deletedAt,
      balance,
      held,
      activeAt,
    })
    .from(users)
    .leftJoin(creditAccounts, eq(creditAccounts.id, users.accountId))
    .where(and(searches(filter.search), after && isAfter(sort, after)))
    .orderBy(
      sort.down ? desc(sort.by) : asc(sort.by),
      sort.down ? desc(users.accountId) : asc(users.accountId),
    )
    .limit(filter.limit + 1);
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  const more = rows.length > filter.limit && last;
  return {
    rows: page,
    next: more ? writeCursor(sort.text(last), last.accountId) : undefined,
  };
}

/** What all accounts hold together, for the head of the list. */
export async function sumAccounts(
  db: Db,
): Promise<{ accounts: number; inDebt: number; total: Credits }> {
  const [sums] = await db
    .select({
      accounts: sql<number>`count(*)::int`,
      inDebt: sql<number>`(count(*) filter (where ${creditAccounts.balance} < 0))::int`,
      total: sql<string>`coalesce(sum(${creditAccounts.balance}), 0)::text`,
    })
    .from(users)
    .leftJoin(creditAccounts, eq(creditAccounts.id, users.accountId));
  return sums
    ? { ...sums, total: fromMicro(BigInt(sums.total)) }
    : { accounts: 0, inDebt: 0, total: ZERO_CREDITS };
}

/** Whose account it is; undefined when nobody has it. */
export async function findOwner(db: Db, accountId: string) {
  const [owner] = await db
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      role: users.role,
      createdAt: users.createdAt,
      deletedAt: users.deletedAt,
    })
    .from(users)
    .where(eq(users.accountId, accountId));
  return owner;
}

function searches(text: string | undefined): SQL | undefined {
  const input = text?.trim();
  if (!input) return undefined;
  if (isId(input)) return or(eq(users.accountId, input), eq(users.id, input));
  const pattern = `%${input.replace(/[\\%_]/g, "\\$&")}%`;
  return or(ilike(users.email, pattern), ilike(users.name, pattern));
}

function isAfter(sort: (typeof SORTS)[AccountSort], after: { value: string; id: string }): SQL {
  const place = sql`(${after.value}::${sql.raw(sort.type)}, ${after.id}::uuid)`;
  return sort.down
    ? sql`(${sort.by}, ${users.accountId}) < ${place}`
    : sql`(${sort.by}, ${users.accountId}) > ${place}`;
}

function writeCursor(value: string, id: string): string {
  return Buffer.from(JSON.stringify([value, id])).toString("base64url");
}

function readCursor(
  text: string | undefined,
  isValue: (text: string) => boolean,
): { value: string; id: string } | undefined {
  if (!text) return undefined;
  try {
    const [value, id] = JSON.parse(Buffer.from(text, "base64url").toString()) as unknown[];
    return typeof value === "string" && isValue(value) && isId(id) ? { value, id } : undefined;
  } catch {
    return undefined;
  }
}
