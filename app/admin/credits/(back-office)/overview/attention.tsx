import { CircleCheck } from "lucide-react";
import {
  DisputesNotice,
  EventsNotice,
  FailedJobsNotice,
  ReconciliationNotice,
} from "@/components/credits/attention-notices";
import { countUnanswered } from "@/lib/purchases/disputes";
import { countJobs } from "@/lib/queue/dead-jobs";
import { readLastRun } from "@/lib/reconciliation/runs";
import { database } from "@/lib/runtime/database";
import { countEventsNeedingAttention } from "@/lib/webhooks/list-events";

/** What needs an admin's action, the most urgent first. */
export async function Attention() {
  const db = database().read;
  const [events, disputes, jobs, run] = await Promise.all([
    countEventsNeedingAttention(db),
    countUnanswered(db),
    countJobs(db),
    readLastRun(db),
  ]);
  const findings = run?.report.needsReview ?? 0;
  if (events + disputes + jobs.dead + findings === 0) {
    return (
      <p className="flex items-center gap-2 text-muted-foreground">
        <CircleCheck aria-hidden className="size-4 text-positive" />
        Nothing needs action: no payments to review, no disputes to answer, no failed jobs.
      </p>
    );
  }
  return (
    <section aria-label="Needs action" className="grid gap-3">
      <EventsNotice count={events} />
      <DisputesNotice count={disputes} />
      <ReconciliationNotice count={findings} />
      <FailedJobsNotice count={jobs.dead} />
    </section>
  );
}
