/**
 * npm run ledger:verify: recomputes the whole ledger. Exit code 0: sound; 1: broken, and the last
 * line says where; 2: it couldn't be verified.
 */
import { SingleBar } from "cli-progress";
import { closeDatabase, database } from "@/db/client";
import { explain } from "@/lib/shared/cli";
import { formatCredits } from "@/lib/shared/credits";
import { type LedgerReport, verifyLedger } from "./verify";

const count = new Intl.NumberFormat("en-US").format;

/** A bar on a terminal; elsewhere, such as in a log, a line now and then. */
function showProgress(): (verified: number, total: number) => void {
  if (!process.stdout.isTTY) {
    return (verified, total) => {
      console.log(`${count(verified)} of ${count(total)} entries verified`);
    };
  }
  const bar = new SingleBar({
    format: "Verifying [{bar}] {percentage}% | {value} of {total} entries | {eta_formatted} left",
    stopOnComplete: true,
    hideCursor: true,
  });
  return (verified, total) => {
    if (!bar.isActive) bar.start(total, 0);
    bar.update(verified);
  };
}

function describe({ fault, accounts, entries, balance, seconds }: LedgerReport): string {
  if (fault) return `The ledger is broken. ${fault.sentence}`;
  return `The ledger is sound: ${count(accounts)} accounts, ${count(entries)} entries, ${formatCredits(balance)} credits in all; verified I1 to I5 in ${seconds.toFixed(1)} s.`;
}

try {
  const report = await verifyLedger(database(), { onProgress: showProgress() });
  console.log(describe(report));
  process.exitCode = report.fault ? 1 : 0;
} catch (error) {
  console.error("The ledger could not be verified.", explain(error));
  process.exitCode = 2;
} finally {
  await closeDatabase();
}
