import { setTimeout as wait } from "node:timers/promises";
import type { JobData, QueueName } from "@/lib/queue/queues";
import { reconcile } from "@/lib/reconciliation/reconcile";
import { refreshReports } from "@/lib/reports/refresh-reports";
import type { JobContext } from "./job-context";
import { sendLowBalance } from "./send-low-balance";
import { sendPurchaseNotice } from "./send-purchase-notice";
import { sendReceipt } from "./send-receipt";

const LOOK_AGAIN_MS = 1_000;

/** What is done about a job. May run twice after a crash, so each is safe to repeat. */
export const HANDLERS: {
  readonly [Name in QueueName]: (context: JobContext, data: JobData<Name>) => Promise<void>;
} = {
  receipt: sendReceipt,
  "purchase-notice": sendPurchaseNotice,
  "low-balance": sendLowBalance,
  "refresh-reports": ({ database }) => refreshReports(database),
  "reconcile-recent": (context) => runReconcile(context, 2),
  "reconcile-full": (context, { startedBy }) => runReconcile(context, 30, startedBy),
};

/**
 * When another run is under way a scheduled one has nothing to do: it would look at the same. Who
 * asked for one is given it, after the other.
 */
async function runReconcile(
  { database, webhookProcessor }: JobContext,
  days: number,
  admin?: string,
): Promise<void> {
  const run = () => reconcile(database, webhookProcessor, { days, startedBy: admin ?? "schedule" });
  while (!(await run()) && admin) await wait(LOOK_AGAIN_MS);
}
