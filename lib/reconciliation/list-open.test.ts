import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { asSuperuser } from "@/dev/test/kits/ledger/superuser";
import { listOpenDisputes, listOpenRefunds, listOpenSessions } from "./list-open";
import { newestRun, readLastRun } from "./runs";

const db = useTestDatabase();
const page = { before: new Date("2100-01-01"), after: undefined };

/** A shop with years of business: 20,000 of everything that have ended, and a few that are open. */
beforeAll(async () => {
  await asSuperuser(db(), async (sql) => {
    await sql`set session_replication_role = replica`;
    await sql`insert into purchases (account_id, id, user_id, pack_code, pack_name, credits,
        amount_minor, currency, status, session_id, session_expires_at, allow_free, success_url,
        cancel_url, created_at, updated_at)
      select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'starter',
        'Starter', 1, 1, 'usd', (case when n <= 3 then 'processing' else 'expired' end)::purchase_status,
        'cs_' || n, now(), false, '', '', now(), now() from generate_series(1, 20000) n`;
    await sql`insert into payment_refunds (account_id, id, purchase_id, amount_minor, status, created_at)
      select gen_random_uuid(), 're_' || n, gen_random_uuid(), 1,
        (case when n <= 3 then 'pending' else 'succeeded' end)::refund_status, now()
      from generate_series(1, 20000) n`;
    await sql`insert into payment_disputes (account_id, id, purchase_id, amount_minor, currency, amount_as_of,
        withdrawn_minor, reinstated_minor, status, created_at)
      select gen_random_uuid(), 'du_' || n, gen_random_uuid(), 1, 'usd', now(), 0, 0,
        (case when n <= 3 then 'needs_response' else 'lost' end)::dispute_status, now()
      from generate_series(1, 20000) n`;
    await sql`insert into reconciliation_runs (id, days, since, started_by, status, heartbeat_at, phase,
        positions, report, started_at)
      select gen_random_uuid(), 7, now(), 'cli', 'finished', now(), 'payments', '{}', '{}',
        now() - n * interval '1 hour' from generate_series(1, 20000) n`;
    await sql`analyze`;
  });
}, 60_000);

/** How PostgreSQL carries a statement out. */
async function planOf(query: { toSQL(): { sql: string; params: unknown[] } }): Promise<string> {
  const statement = query.toSQL();
  return asSuperuser(db(), async (sql) => {
    const rows = await sql.unsafe(`explain ${statement.sql}`, statement.params as string[]);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
}

describe("what is still open", () => {
  it.each([
    ["purchases", () => listOpenSessions(db().database.read, page), "purchases_by_status"],
    ["refunds", () => listOpenRefunds(db().database.read, page), "payment_refunds_open"],
    ["disputes", () => listOpenDisputes(db().database.read, page), "payment_disputes_open"],
  ])("is found among many %s by an index", async (_, list, index) => {
    expect(await list()).toHaveLength(3);
    expect(await planOf(list())).toContain(`using ${index}`);
  });
});

describe("the newest reconciliation", () => {
  it("is found by an index, however many there were", async () => {
    const run = await readLastRun(db().database.read);
    expect(run?.startedAt.getTime()).toBeGreaterThan(Date.now() - 3_700_000);
    const plan = await planOf(newestRun(db().database.read));
    expect(plan).toContain("Index Scan Backward using reconciliation_runs_recent");
  });
});
