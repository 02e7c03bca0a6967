/**
 * npm run reconcile [-- --dry-run] [--days 30]: compares with Stripe now, and repairs what is missing.
 * With --recover, after a restore: first brings back what the backup lacks.
 * Exit code 0: all is matched or repaired, or another run is under way; 2: an admin is needed;
 * 1: it could not be done, or not all of it.
 */
import { parseArgs } from "node:util";
import { SingleBar } from "cli-progress";
import { closeDatabase, database } from "@/db/client";
import { describeReport, exitCodeOf } from "@/lib/reconciliation/describe-report";
import { reconcile } from "@/lib/reconciliation/reconcile";
import { countRepaired } from "@/lib/reconciliation/report";
import type { ReconciliationProgress } from "@/lib/reconciliation/walk-phases";
import { explain } from "@/lib/shared/cli";
import { ProductError } from "@/lib/shared/errors";
import { log } from "@/lib/shared/log";
import { webhookProcessor } from "@/lib/webhooks/receive-webhook";
import { describeRecovery, recoverPayments } from "./recover-payments";

const count = new Intl.NumberFormat("en-US").format;

/** A bar on a terminal; elsewhere, such as in a log, nothing but the result. */
function showProgress(): { show: (progress: ReconciliationProgress) => void; end: () => void } {
  if (!process.stdout.isTTY) return { show: () => {}, end: () => {} };
  const bar = new SingleBar({
    format:
      "Reconciling [{bar}] {percentage}% | {title} | {compared} compared, {repaired} repaired",
    hideCursor: true,
  });
  bar.start(1000, 0, { title: "Asking Stripe", compared: 0, repaired: 0 });
  return {
    show: ({ title, fraction, report }) =>
      bar.update(Math.round(fraction * 1000), {
        title,
        compared: count(report.compared),
        repaired: count(countRepaired(report)),
      }),
    end: () => bar.stop(),
  };
}

// The bar and the report say what is done; lines of log between them would tear the bar.
log.level = "fatal";
const progress = showProgress();
try {
  const { values } = parseArgs({
    options: {
      "dry-run": { type: "boolean", default: false },
      days: { type: "string", default: "30" },
      recover: { type: "boolean", default: false },
    },
  });
  const dryRun = values["dry-run"];
  if (values.recover && dryRun) {
    throw new ProductError("invalid_input", { detail: "Use --recover or --dry-run, not both." });
  }
  if (values.recover) {
    const recovered = await recoverPayments(database(), webhookProcessor(), {
      days: Number(values.days),
    });
    console.log(describeRecovery(recovered));
  }
  const report = await reconcile(database(), webhookProcessor(), {
    days: Number(values.days),
    dryRun,
    startedBy: "cli",
    onProgress: progress.show,
  });
  progress.end();
  console.log(report ? describeReport(report, dryRun) : "Another reconciliation is under way.");
  if (report) process.exitCode = exitCodeOf(report);
} catch (error) {
  progress.end();
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
