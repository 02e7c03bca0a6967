import { readdirSync } from "node:fs";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Database, openDatabase } from "@/db/client";
import { migrateDatabase, migrationsFolder } from "@/db/migrate";
import { countPendingMigrations } from "@/db/pending-migrations";
import { clawback, spend } from "@/dev/test/kits/ledger/commands";
import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { findCustomer } from "@/lib/customers/customers";
import { searchCustomers } from "@/lib/customers/search-customers";
import { listDisputes } from "@/lib/disputes/list-disputes";
import { commit } from "@/lib/ledger/commit";
import { listOpenLots, readAccount } from "@/lib/ledger/read-account";
import { listPurchasesWithBuyers } from "@/lib/purchases/list-purchases";
import { searchPurchases } from "@/lib/purchases/search-purchases";
import { readAccountTotals } from "@/lib/reports/read-overview";
import { refreshReports } from "@/lib/reports/refresh-reports";
import { searchActivity } from "@/lib/reports/search-activity";
import { sealLedger } from "@/lib/verification/seal-ledger";
import { verifyLedgerAndPurchases } from "@/lib/verification/verify";
import { listEvents } from "@/lib/webhooks/list-events";
import { SEAL_KEYS } from "./fill-release";
import { dropRelease, restoreRelease } from "./frozen-release";
import { readRelease } from "./release-file";

const RELEASES = readdirSync(new URL("releases", import.meta.url)).map((file) =>
  file.replace(/\.sql$/, ""),
);

describe.each(RELEASES)("a database of release %s", (version) => {
  const name = `release_${version.replaceAll(".", "_")}`;
  let database: Database;

  beforeAll(async () => {
    await restoreRelease(version, name);
    database = openDatabase(`${inject("testAppUrl")}${name}`);
    await migrateDatabase(`${inject("testOwnerUrl")}${name}`, `${inject("testAppUrl")}${name}`);
  }, 60_000);
  afterAll(async () => {
    await database?.close();
    await dropRelease(name);
  });

  /** Who bought the first purchase. */
  async function buyer(): Promise<string> {
    const purchases = await searchPurchases(database.read, { limit: 10 });
    return purchases.at(-1)?.purchase.accountId ?? "";
  }

  it("was made by migrations that are still the same: a released one is never edited", () => {
    const journal = readRelease(version).rows.find((row) => row.includes("__drizzle_migrations"));
    const known = readMigrationFiles({ migrationsFolder }).map(({ hash }) => hash);
    const applied = [...(journal?.matchAll(/"hash":"([0-9a-f]+)"/g) ?? [])].map(([, hash]) => hash);
    expect(applied.length).toBeGreaterThan(0);
    expect(
      applied.filter((hash) => !known.includes(hash ?? "")),
      `Add a migration. Only before ${version} is released: npx tsx dev/test/upgrade/freeze-release.ts ${version}`,
    ).toEqual([]);
  });

  it("is migrated with what is in it; ledger, seals and purchases are sound", async () => {
    expect(await countPendingMigrations(database.read)).toBe(0);
    const report = await verifyLedgerAndPurchases(database, SEAL_KEYS, { full: true });
    expect(report.faults).toEqual([]);
    expect(report.entries).toBeGreaterThan(10);
    expect(report.seals).toBe(1);
  });

  it("is read by every page: nothing that it has is lost", async () => {
    const db = database.read;
    const accountId = await buyer();
    const purchases = await listPurchasesWithBuyers(db, { limit: 10 });
    expect(purchases).toHaveLength(3);
    expect((await readAccount(db, accountId)).balance).toBeGreaterThan(0n);
    expect(await listOpenLots(db, accountId)).toHaveLength(2);
    const activity = await searchActivity(db, { accountId, text: "llm", limit: 10 });
    expect(activity.map(({ kind }) => kind)).toContain("spend");
    expect(await listEvents(db, { limit: 10 })).toHaveLength(1);
    expect(await listDisputes(db, { limit: 10 })).toHaveLength(1);
    expect((await findCustomer(db, "customer-1"))?.name).toBe("First customer");
    expect((await searchCustomers(db, { limit: 10 })).length).toBeGreaterThan(3);
    const audit = await listAuditEntries(db, { action: "release.freeze", limit: 10 });
    expect(audit).toHaveLength(1);
    await refreshReports(database);
    expect((await readAccountTotals(db))?.accounts).toBeGreaterThan(0);
  });

  it("goes on: a spend and a refund follow the old entries, and are sealed", async () => {
    const accountId = await buyer();
    const [purchase] = await searchActivity(database.read, {
      accountId,
      kind: "purchase",
      limit: 1,
    });
    const payment = { paymentId: purchase?.sourceId ?? "" };
    const outcomes = await database.transaction((tx) =>
      commit(tx, [spend(accountId, 2), clawback(accountId, "", 9_000, payment)]),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["done", "done"]);
    await sealLedger(database, SEAL_KEYS, { marginMs: 0 });
    const { faults } = await verifyLedgerAndPurchases(database, SEAL_KEYS);
    // The refund is the ledger's alone here.
    expect(faults).toEqual([
      expect.stringMatching(/^I7: Purchase .* should have lost 3,750 credits/),
    ]);
  });
});
