/**
 * npm run ledger:verify [-- --full] [--seals FILE]: verifies seals, accounts, entries, purchases and
 * the audit log. Accounts that have not changed since the last sound verification are compared with
 * their seal, others replayed from there; with --full all are replayed from their first entry. With
 * --seals the database is also compared with a file of npm run ledger:seal -- --out. Exit code 0:
 * sound; 1: broken, and the output says where; 2: it could not be verified.
 */

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { SingleBar } from "cli-progress";
import { closeDatabase, database } from "@/db/client";
import { databaseEnv } from "@/env";
import { explain } from "@/lib/shared/cli";
import { countNoun } from "@/lib/shared/count-noun";
import { findExportFaults } from "./exported-seals";
import { type SealKeys, toSealKeys } from "./seal-key";
import { type VerificationReport, verifyLedgerAndPurchases } from "./verify";

/** A bar on a terminal; elsewhere, such as in a log, nothing but the result. */
function showProgress(): { show: (verified: number, total: number) => void; end: () => void } {
  if (!process.stdout.isTTY) return { show: () => {}, end: () => {} };
  const bar = new SingleBar({
    format: "Verifying [{bar}] {percentage}% | {value} of {total} accounts | {eta_formatted} left",
    hideCursor: true,
  });
  return {
    show: (verified, total) => {
      if (!bar.isActive) bar.start(total, 0);
      bar.update(verified);
    },
    end: () => bar.stop(),
  };
}

function describe(report: VerificationReport): string {
  const { faults, accounts, replayed, entries, seals, seconds } = report;
  if (faults.length > 0) return ["The ledger is broken.", ...faults].join("\n");
  return `The ledger is sound: ${countNoun(accounts, "account")}, ${countNoun(replayed, "account")} with ${countNoun(entries, "entry", "entries")} replayed, ${countNoun(seals, "seal")}; verified in ${seconds.toFixed(1)} s.`;
}

/** @returns whether the database has all that the file says was sealed */
async function compareWithExport(path: string, keys: SealKeys): Promise<boolean> {
  const input = createReadStream(path);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const { faults, seals, heads } = await findExportFaults(database().read, keys, lines);
  const compared = `${countNoun(seals, "seal")} and the heads of ${countNoun(heads, "account")}`;
  console.log(
    [`Compared with ${path}: ${compared}; ${faults.length === 0 ? "all" : "not all"} are there.`]
      .concat(faults)
      .join("\n"),
  );
  return faults.length === 0;
}

const progress = showProgress();
try {
  const { values } = parseArgs({
    options: { full: { type: "boolean", default: false }, seals: { type: "string" } },
  });
  const keys = toSealKeys(databaseEnv().sealKeys);
  const isComplete = values.seals === undefined || (await compareWithExport(values.seals, keys));
  const report = await verifyLedgerAndPurchases(database(), keys, {
    full: values.full,
    onProgress: progress.show,
  });
  progress.end();
  console.log(describe(report));
  if (keys[0].id === "none") {
    console.log("LEDGER_SEAL_KEY is not set: who can write to the database can also make seals.");
  }
  process.exitCode = report.faults.length > 0 || !isComplete ? 1 : 0;
} catch (error) {
  progress.end();
  console.error("The ledger could not be verified.", explain(error));
  process.exitCode = 2;
} finally {
  await closeDatabase();
}
