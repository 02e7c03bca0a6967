import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { newId } from "@/lib/shared/ids";
import { enqueue, type NewJob } from "./enqueue";

const newReceipt = (): NewJob => {
  const purchaseId = newId();
  return { queue: "receipt", data: { accountId: newId(), purchaseId }, id: purchaseId };
};

describe("enqueue", () => {
  const db = useTestDatabase();
  const jobs = async (ids: readonly (string | undefined)[]) => [
    ...(await db().database.read.execute<{ id: string; name: string; data: unknown }>(
      sql`select id, name, data from pgboss.job where id in ${ids} order by id`,
    )),
  ];

  it("makes jobs that exist exactly when their transaction commits", async () => {
    const [kept, lost] = [newReceipt(), newReceipt()];
    await db().database.transaction(async (tx) => {
      await enqueue(tx, [kept]);
      expect(await jobs([kept.id])).toEqual([]);
    });
    const failing = db().database.transaction(async (tx) => {
      await enqueue(tx, [lost]);
      throw new Error("the cause didn't happen");
    });
    await expect(failing).rejects.toThrow("the cause");
    expect(await jobs([kept.id, lost.id])).toEqual([
      { id: kept.id, name: "receipt", data: kept.data },
    ]);
  });

  it("makes one job of a cause that is told twice, at once or later", async () => {
    const job = newReceipt();
    const tell = () => db().database.transaction((tx) => enqueue(tx, [job]));
    await Promise.all(Array.from({ length: 8 }, tell));
    await tell();
    expect(await jobs([job.id])).toHaveLength(1);
  });

  it("takes a batch in one go", async () => {
    const many = Array.from({ length: 200 }, newReceipt);
    await db().database.transaction((tx) => enqueue(tx, many));
    expect(await jobs(many.map((job) => job.id))).toHaveLength(200);
  });

  it("refuses data that its queue doesn't take", async () => {
    const job = { queue: "receipt", data: { accountId: "x", purchaseId: newId() } } as const;
    await expect(db().database.transaction((tx) => enqueue(tx, [job]))).rejects.toThrow(
      /accountId/,
    );
  });

  it("lets only one reconciliation wait, however many processes are on schedule", async () => {
    const job = { queue: "reconcile-recent", data: {} } as const;
    await Promise.all(
      Array.from({ length: 5 }, () => db().database.transaction((tx) => enqueue(tx, [job]))),
    );
    const [row] = await db().database.read.execute(
      sql`select count(*)::int as waiting from pgboss.job where name = 'reconcile-recent'`,
    );
    expect(row).toEqual({ waiting: 1 });
  });
});
