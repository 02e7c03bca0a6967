import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { openDatabase } from "./client";

const POOL = 4;
const db = useTestDatabase();

describe("a pipelined transaction whose connection is lost", () => {
  it("fails, and leaves the pool as good as before", async () => {
    const database = openDatabase(db().url, { poolSize: POOL, transactionWaitMs: 20_000 });
    const select = (value: number) =>
      database.pipelined(async (tx, commit) => {
        const rows = tx.execute<{ value: number }>(sql`select ${value}::int as value`);
        await Promise.all([rows, commit()]);
        return (await rows)[0]?.value;
      });
    const die = () =>
      database.pipelined(async (tx, commit) => {
        await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
        await commit();
      });
    // More often than there are connections: each of them is lost at least once.
    const deaths = await Promise.allSettled(Array.from({ length: 4 * POOL }, die));
    expect(deaths.map(({ status }) => status)).toEqual(deaths.map(() => "rejected"));
    const values = await Promise.all(Array.from({ length: 20 * POOL }, (_, n) => select(n)));
    expect(values).toEqual(Array.from({ length: 20 * POOL }, (_, n) => n));
    await database.close();
  });

  it("while others are under way does them no harm", async () => {
    const database = openDatabase(db().url, { poolSize: POOL, transactionWaitMs: 20_000 });
    const work = (n: number) =>
      database.pipelined(async (tx, commit) => {
        const dies = n % 5 === 0;
        const [row] = await tx.execute<{ xid: string }>(
          sql`select pg_current_xact_id()::text as xid`,
        );
        if (dies) await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
        await commit();
        return row?.xid ?? "";
      });
    const results = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => work(n)));
    const done = results.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
    // Each was committed: none was rolled back for another's sake.
    for (const xid of done) {
      const [row] = await database.read.execute(sql`select pg_xact_status(${xid}::xid8) as status`);
      expect(row).toEqual({ status: "committed" });
    }
    await database.close();
  });
});

it("a pipelined transaction that has ended refuses to commit: its connection is another's by then", async () => {
  let commitLate = (): Promise<void> => Promise.resolve();
  const failed = db().database.pipelined((_, commit) => {
    commitLate = commit;
    return Promise.reject(new Error("on purpose"));
  });
  await expect(failed).rejects.toThrow("on purpose");
  await expect(commitLate()).rejects.toThrow("over");
});
