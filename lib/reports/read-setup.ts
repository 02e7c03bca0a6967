import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";

/** What of a new installation works already, as far as the database can tell. */
export interface SetupState {
  /** A signed event has arrived. */
  readonly webhook: boolean;
  readonly pack: boolean;
  readonly purchase: boolean;
}

/** Reads what the operator has done so far: each answer comes from the first row of an index. */
export async function readSetup(db: Db): Promise<SetupState> {
  const [row] = await db.execute<{ webhook: boolean; pack: boolean; purchase: boolean }>(sql`
    select (select id from stripe_events order by first_received_at, id limit 1) is not null as webhook,
      exists (select 1 from packs where active) as pack,
      (select id from payments order by id limit 1) is not null as purchase
  `);
  return row ?? { webhook: false, pack: false, purchase: false };
}
