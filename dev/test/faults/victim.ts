import { sql } from "drizzle-orm";
import { expect, vi } from "vitest";
import { passkeys } from "@/db/schema";
import { createApiKey } from "@/lib/access/api-keys";
import { issueToken } from "@/lib/access/one-time-tokens";
import { startSession } from "@/lib/access/sessions";
import { beginTotp } from "@/lib/access/totp";
import { findUserById } from "@/lib/access/users";
import { newId } from "@/lib/shared/ids";
import type { Shop } from "./shop";
import type { System } from "./system";

/** Somebody who has bought, and holds one of everything that a user can have. */
export interface Victim {
  readonly user: string;
  readonly account: string;
  readonly email: string;
  /** Ids of what is theirs, by what it is. */
  readonly ids: Readonly<Record<string, string>>;
  /** Words that stand in what is theirs and nowhere else. */
  readonly secrets: readonly string[];
}

const KEY_NAME = "Key of the victim";
const PASSKEY_NAME = "Passkey of the victim";
const DEVICE = "Mozilla/5.0 (device of the victim) Firefox/130.0";

/** @param webhookUrl where Stripe tells of the purchase */
export async function makeVictim(
  { database }: Pick<System, "database">,
  shop: Shop,
  webhookUrl: string,
): Promise<Victim> {
  const [event] = await shop.sell(1);
  if (!event) throw new Error("nothing was sold");
  await fetch(webhookUrl, { method: "POST", body: event.body, headers: event.headers });
  const [row] = await database.read.execute<Record<string, string>>(
    sql`select u.id as user, u.account_id as account, u.email, p.id as purchase
      from users u join purchases p on p.user_id = u.id`,
  );
  const user = row && (await findUserById(database.read, String(row.user)));
  if (!user) throw new Error("nobody has bought");
  const { id: key } = await createApiKey(database, user.id, {
    name: KEY_NAME,
    scopes: ["credits:read"],
  });
  const origin = { ip: "198.51.100.77", userAgent: DEVICE };
  const session = await startSession(database.read, {
    userId: user.id,
    method: "password",
    origin,
  });
  const passkey = `passkey-${newId()}`;
  await database.read.insert(passkeys).values({
    ...{ id: passkey, userId: user.id, name: PASSKEY_NAME, counter: 0, transports: [] },
    publicKey: Buffer.from([1]),
  });
  await beginTotp(database, user);
  const link = { purpose: "change_email", userId: user.id, email: "new@example.com" } as const;
  const { token } = await issueToken(database.read, link);
  const [found] = await database.read.execute<{ id: string }>(sql`select id from stripe_events`);
  await vi.waitFor(async () => expect(await countJobs(database)).toBe(0), { timeout: 30_000 });
  return {
    ...{ user: user.id, account: user.accountId, email: user.email },
    ids: {
      ...{ user: user.id, account: user.accountId, purchase: String(row.purchase) },
      ...{ key, session, passkey, token, event: found?.id ?? "evt_none" },
    },
    secrets: [user.email, KEY_NAME, PASSKEY_NAME, origin.ip],
  };
}

/** What the worker still has to do about what was bought and made. */
async function countJobs(database: System["database"]): Promise<number> {
  const [row] = await database.read.execute<{ count: number }>(sql`
    select count(*)::int as count from pgboss.job
    where name in ('receipt', 'account-mail') and state in ('created', 'retry', 'active')`);
  return row?.count ?? 0;
}

/** What the worker writes by the clock. */
const DERIVED = ["ledger_heads", "daily_usage"];

/** Every row of every table that names the user or the account, as text. */
export async function readBelongings(
  { database }: Pick<System, "database">,
  { user, account }: Victim,
): Promise<Record<string, string>> {
  const columns = await database.read.execute<{ table: string; column: string }>(sql`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and column_name in ('user_id', 'account_id', 'user', 'owner_id')
      and data_type = 'uuid' order by 1, 2`);
  const own = { table: "users", column: "id" };
  const belongings: Record<string, string> = {};
  for (const { table, column } of [...columns, own]) {
    if (DERIVED.includes(table)) continue;
    const [row] = await database.read.execute<{ text: string | null }>(sql`
      select string_agg(t::text, '|' order by t::text) as text from ${sql.identifier(table)} t
      where ${sql.identifier(column)} in (${user}, ${account})`);
    belongings[`${table}.${column}`] = row?.text ?? "";
  }
  return belongings;
}
