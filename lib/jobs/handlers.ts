import { reconcile } from "@/lib/billing/reconcile/reconcile";
import type { JobContext } from "./job-context";
import type { JobData, QueueName } from "./queues";
import { sendLowBalance } from "./send-low-balance";
import { sendReceipt } from "./send-receipt";

/** What is done about a job. May run twice after a crash, so each is safe to repeat. */
export const HANDLERS: {
  readonly [Name in QueueName]: (context: JobContext, data: JobData<Name>) => Promise<void>;
} = {
  receipt: sendReceipt,
  "low-balance": sendLowBalance,
  "reconcile-recent": (context) => runReconcile(context, 2),
  "reconcile-full": (context, { startedBy }) => runReconcile(context, 30, startedBy),
};

/** When another run is under way there is nothing to do: it looks at the same. */
async function runReconcile(
  { database, inbox }: JobContext,
  days: number,
  startedBy = "schedule",
): Promise<void> {
  await reconcile(database, inbox, { days, startedBy });
}
