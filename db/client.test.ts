import { inspect } from "node:util";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import type { Tx } from "./client";

describe("transaction", () => {
  const db = useTestDatabase({ poolSize: 2, transactionWaitMs: 200 });

  beforeAll(async () => {
    await db().asOwner((owner) =>
      owner.unsafe(`create table counters (name text primary key, value int);
        insert into counters values ('a', 0), ('b', 0);
        grant select, update on counters to public`),
    );
  });

  function increment(tx: Tx, name: string) {
    return tx.execute(sql`update counters set value = value + 1 where name = ${name}`);
  }

  async function readValue(name: string) {
    const [row] = await db().database.read.execute<{ value: number }>(
      sql`select value from counters where name = ${name}`,
    );
    return row?.value;
  }

  it("waits for a connection, and is refused as busy at the deadline with nothing changed", async () => {
    const [hold, letGo] = gate();
    const before = await readValue("a");
    const holders = [1, 2].map(() => db().database.transaction(() => hold));
    const refused = db().database.transaction((tx) => increment(tx, "a"));
    await expect(refused).rejects.toMatchObject({
      code: "busy",
      status: 503,
      retryAfterSeconds: 2,
    });
    const waiting = db().database.transaction((tx) => increment(tx, "a"));
    letGo();
    await Promise.all([...holders, waiting]);
    expect(await readValue("a")).toBe((before ?? 0) + 1);
  });

  it("is rolled back when its work throws, and gives its connection back", async () => {
    const before = await readValue("a");
    for (let round = 0; round < 5; round += 1) {
      const failed = db().database.transaction(async (tx) => {
        await increment(tx, "a");
        throw new Error("on purpose");
      });
      await expect(failed).rejects.toThrow("on purpose");
    }
    expect(await readValue("a")).toBe(before);
  });

  it("can't be committed when a statement failed, even if its work swallowed the error", async () => {
    const swallowed = db().database.transaction(async (tx) => {
      await tx.execute(sql`select 1 / 0`).catch(() => {});
      return "fine";
    });
    await expect(swallowed).rejects.toThrow("division by zero");
  });

  it("runs the work anew when PostgreSQL broke a deadlock, and both are done", async () => {
    const [before, other] = [await readValue("a"), await readValue("b")];
    let tries = 0;
    const [bothHoldOne, arrive] = barrier(2);
    const cross = (first: string, second: string) =>
      db().database.transaction(async (tx) => {
        tries += 1;
        await increment(tx, first);
        arrive();
        await bothHoldOne;
        await increment(tx, second);
      });
    await Promise.all([cross("a", "b"), cross("b", "a")]);
    // Three, or four when PostgreSQL gave up both at once.
    expect(tries).toBeGreaterThanOrEqual(3);
    expect([await readValue("a"), await readValue("b")]).toEqual([
      (before ?? 0) + 2,
      (other ?? 0) + 2,
    ]);
  });

  it("gives up after three serialization failures, and never repeats another failure", async () => {
    for (const [code, expected] of [
      ["40001", 3],
      ["23514", 1],
    ] as const) {
      let tries = 0;
      const failing = db().database.transaction(async (tx) => {
        tries += 1;
        await tx.execute(
          sql.raw(`do $$ begin raise exception 'made up' using errcode = '${code}'; end $$`),
        );
      });
      await expect(failing).rejects.toMatchObject({ code });
      expect(tries).toBe(expected);
    }
  });
});

/** A promise, and the function that fulfils it. */
function gate(): [Promise<void>, () => void] {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [opened, open];
}

/** A promise that is fulfilled when `count` have arrived. */
function barrier(count: number): [Promise<void>, () => void] {
  const [opened, open] = gate();
  let missing = count;
  const arrive = () => {
    missing -= 1;
    if (missing === 0) open();
  };
  return [opened, arrive];
}

describe("a failed query", () => {
  const db = useTestDatabase();

  it("tells what PostgreSQL said, and repeats neither the statement nor anybody's data", async () => {
    const { read } = db().database;
    const insert = () =>
      read.execute(sql`insert into users (id, account_id, email, name, password_hash)
        values (gen_random_uuid(), gen_random_uuid(), ${"victim@example.com"}, 'V', '$argon2id$x')`);
    await insert();
    const error: unknown = await insert().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "23505", constraint_name: "users_email_key" });
    expect(inspect(error, { showHidden: true, depth: 5 })).not.toMatch(/victim|argon2|insert into/);
  });

  it("on COMMIT neither", async () => {
    await db().asOwner(async (owner) => {
      await owner`create table late (v text, unique (v) deferrable initially deferred)`;
      await owner`grant insert on late to public`;
    });
    const failing = db().database.transaction(async (tx) => {
      await tx.execute(sql`insert into late values ('victim@example.com'), ('victim@example.com')`);
    });
    const error: unknown = await failing.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "23505" });
    expect(inspect(error, { showHidden: true, depth: 5 })).not.toContain("victim");
  });
});
