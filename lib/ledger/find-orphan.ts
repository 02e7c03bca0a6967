import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { LedgerBroken, type LedgerFault } from "./ledger-fault";

const TABLES = ["ledger_entries", "credit_lots", "credit_holds"] as const;
/** Accounts that one statement passes. */
const STEP = 20_000;

/** @returns the first account that doesn't exist although rows of it do, as a fault of I1 */
export async function findOrphan(db: Db): Promise<LedgerFault | undefined> {
  for (const table of TABLES) {
    const orphan = await findOrphanIn(db, table);
    if (!orphan) continue;
    const found = `the account doesn't exist, but rows of it in ${table} do`;
    return new LedgerBroken(orphan, 1, "I1", found).fault;
  }
  return undefined;
}

/** Goes from account to account in the index, so that it reads one row of each. */
async function findOrphanIn(db: Db, table: (typeof TABLES)[number]): Promise<string | undefined> {
  const rows = sql.identifier(table);
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const [step] = await db.execute<{ orphan: string | null; last: string | null }>(sql`
      with recursive accounts as (
        select (select account_id from ${rows} where account_id > ${after}::uuid
          order by account_id limit 1) as id, 1 as step
        union all
        select (select account_id from ${rows} where account_id > accounts.id
          order by account_id limit 1), step + 1
        from accounts where accounts.id is not null and step < ${STEP}
      )
      select
        (select id::text from accounts where id is not null
          and not exists (select from credit_accounts where credit_accounts.id = accounts.id)
          order by step limit 1) as orphan,
        (select id::text from accounts where step = ${STEP}) as last`);
    if (step?.orphan) return step.orphan;
    if (!step?.last) return undefined;
    after = step.last;
  }
}
