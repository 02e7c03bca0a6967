/**
 * npm run reconcile [-- --dry-run] [--days 30]: compares with Stripe now, and mends what is missing.
 * Exit code 0: done, or another run is under way; 1: it couldn't be done, and the next run goes on.
 */
import { parseArgs } from "node:util";
import { SingleBar } from "cli-progress";
import { closeDatabase, database } from "@/db/client";
import { explain } from "@/lib/shared/cli";
import { log } from "@/lib/shared/log";
import { webhookProcessor } from "@/lib/webhooks/receive-webhook";
import { type ReconcileProgress, reconcile } from "./reconcile";
import { countMended, listMended, type ReconcileReport } from "./report";

const count = new Intl.NumberFormat("en-US").format;

/** A bar on a terminal; elsewhere, such as in a log, nothing but the result. */
function showProgress(): { show: (progress: ReconcileProgress) => void; end: () => void } {
  if (!process.stdout.isTTY) return { show: () => {}, end: () => {} };
  const bar = new SingleBar({
    format: "Reconciling [{bar}] {percentage}% | {title} | {looked} compared, {mended} to mend",
    hideCursor: true,
  });
  bar.start(1000, 0, { title: "Asking Stripe", looked: 0, mended: 0 });
  return {
    show: ({ title, fraction, report }) =>
      bar.update(Math.round(fraction * 1000), {
        title,
        looked: count(report.looked),
        mended: count(countMended(report)),
      }),
    end: () => bar.stop(),
  };
}

function describe(report: ReconcileReport, dryRun: boolean): string {
  const rows: [number, string][] = [
    [report.looked, "compared"],
    [report.fine, "in order"],
    ...listMended(report),
    [report.mismatches, "need an admin"],
  ];
  return [
    dryRun
      ? `Nothing was changed. A run would find (${report.seconds} s):`
      : `Reconciled with Stripe in ${report.seconds} s:`,
    ...rows.map(([number, what]) => `${count(number).padStart(10)}  ${what}`),
    ...report.attention.map(({ stripeId, reason }) => `${stripeId}: ${reason}`),
  ].join("\n");
}

// What is done is told by the bar and the report; lines of log between them would tear the bar.
log.level = "warn";
const progress = showProgress();
try {
  const { values } = parseArgs({
    options: {
      "dry-run": { type: "boolean", default: false },
      days: { type: "string", default: "30" },
    },
  });
  const dryRun = values["dry-run"];
  const report = await reconcile(database(), webhookProcessor(), {
    days: Number(values.days),
    dryRun,
    startedBy: "cli",
    onProgress: progress.show,
  });
  progress.end();
  console.log(report ? describe(report, dryRun) : "Another reconciliation is under way.");
} catch (error) {
  progress.end();
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
