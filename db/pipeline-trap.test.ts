import { sql } from "drizzle-orm";
import postgres from "postgres";
import { expect, it, vi } from "vitest";
import { useTestDatabase } from "@/dev/test/database";

const poolSize = 2;
const db = useTestDatabase({ poolSize, transactionWaitMs: 8_000 });

/**
 * postgres.js sends up to 100 queries ahead on one connection. When BEGIN is the one that fills
 * this pipeline, the connection isn't reserved: others write into the transaction, which nobody
 * ever commits, and are told that it was done (porsager/postgres #1204, #1189, #823).
 */
it.each([98, 99, 100, 101])(
  "keeps every acknowledged row when a stalled database lets reads pile up before transactions: %i per connection",
  async (reads) => {
    const { read } = db().database;
    await db().asOwner((owner) =>
      owner.unsafe(`create table if not exists stalled (id int);
        create table if not exists written (id int primary key);
        grant select, insert on stalled, written to public;
        truncate written`),
    );
    const blocker = postgres(db().ownerUrl, { max: 1 });
    const observer = postgres(db().url, { max: 1 });
    let queued: Promise<unknown>[] = [];
    let next = 0;
    await blocker.begin(async (lock) => {
      await lock`lock table stalled in access exclusive mode`;
      queued = times(
        poolSize * reads,
        async () => await read.execute(sql`select count(*) from stalled`),
      );
      await vi.waitFor(async () =>
        expect(await backends(observer, "active", "Lock")).toBe(poolSize),
      );
      for (let round = 0; round < 20; round += 1) {
        const id = next++;
        const transaction = db().database.transaction(async (tx) => {
          await tx.execute(sql`insert into written values (${id})`);
          return id;
        });
        queued.push(transaction);
      }
      queued.push(
        ...times(200, async () => {
          const id = next++;
          return await read.execute(sql`insert into written values (${id})`);
        }),
      );
    });
    const results = await Promise.allSettled(queued);
    expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
    const [written] = await observer`select count(*)::int as rows from written`;
    expect(written).toEqual({ rows: next });
    expect(await backends(observer, "idle in transaction")).toBe(0);
    await Promise.all([blocker.end(), observer.end()]);
  },
);

/** How many of this database's connections are in a state, and what they wait for. */
async function backends(on: postgres.Sql, state: string, waitsFor?: string) {
  const rows = await on`
    select pid from pg_stat_activity
    where datname = current_database() and state = ${state} and pid <> pg_backend_pid()
      and (${waitsFor ?? null}::text is null or wait_event_type = ${waitsFor ?? null})`;
  return rows.length;
}

function times<Item>(count: number, make: () => Item): Item[] {
  return Array.from({ length: count }, make);
}
