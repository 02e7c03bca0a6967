import { beforeAll, describe, expect, it } from "vitest";
import { seedLarge } from "@/dev/seed-large/seed";
import { useTestDatabase } from "@/dev/test/database";
import { explainQueries, type Plan } from "./explain-queries";
import { LARGE_TABLES, listPageQueries } from "./page-queries";

const db = useTestDatabase();
const now = Date.now();
let plans: readonly Plan[] = [];

beforeAll(async () => {
  await seedLarge({
    ...{ databaseUrl: db().ownerUrl, workers: 2, onProgress: () => {} },
    era: {
      ...{ accounts: 10_000, entriesPerAccount: 3 },
      startsAt: new Date(now - 365 * 86_400_000),
      endsAt: new Date(now),
    },
  });
  // 10,000 rows fit into so few pages that reading all of them would cost less than 200 look-ups
  // priced for a disk with a moving head. A million don't.
  await db().asOwner((sql) =>
    sql.unsafe(
      `alter database ${new URL(db().ownerUrl).pathname.slice(1)} set random_page_cost = 1.1`,
    ),
  );
  plans = await explainQueries(db().url, await listPageQueries(db().database.read));
}, 180_000);

describe("what pages read of 10,000 customers", () => {
  it("comes from indexes: no list, search or overview reads a large table from end to end", () => {
    const scans = plans.flatMap(({ name, scanned }) =>
      scanned.filter((table) => LARGE_TABLES.includes(table)).map((table) => `${name}: ${table}`),
    );
    expect(plans.length).toBeGreaterThan(60);
    expect(scans).toEqual([]);
  });

  it("counts no large table", () => {
    const counting = plans.filter(({ statement }) => /count\(\*\)/.test(statement));
    // These are counted from partial indexes of the few rows that wait for something.
    const few = ["overview: payments to review", "overview: disputes to answer", "overview: jobs"];
    expect(counting.map(({ name }) => name)).toEqual(few);
  });
});
