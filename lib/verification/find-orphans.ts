import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";

const TABLES = ["ledger_entries", "credit_lots", "credit_holds"] as const;
/** Accounts that one statement passes. */
const STEP = 20_000;

/** @returns a sentence for each table that has rows of an account which doesn't exist */
export async function findOrphans(db: Db): Promise<string[]> {
  const faults: string[] = [];
  for (const table of TABLES) {
    const orphan = await findOrphan(db, table);
    if (orphan) faults.push(`Account ${orphan} doesn't exist, but rows of it in ${table} do.`);
  }
  return faults;
}

/** Goes from account to account in the index, so that it reads one row of each. */
async function findOrphan(
  db: Db,
  table: (typeof TABLES)[number],
): Promise<string | undefined> {
  const rows = sql.identifier(table);
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const [step] = await db.execute<{ orphan: string | null; last: string | null; steps: number }>(
      sql`with recursive accounts as (
          select (select account_id from ${rows} where account_id > ${after}::uuid
            order by account_id limit 1) as id, 1 as step
          union all
          select (select account_id from ${rows} where account_id > accounts.id
            order by account_id limit 1), step + 1
          from accounts where accounts.id is not null and step < ${STEP}
        )
        select (select id::text from accounts where id is not null
            and not exists (select from credit_accounts where credit_accounts.id = accounts.id)
            limit 1) as orphan,
          (select max(id::text) from accounts) as last, (select count(id)::int from accounts) as steps`,
    );
    if (step?.orphan) return step.orphan;
    if (!step?.last || step.steps < STEP) return undefined;
    after = step.last;
  }
}
