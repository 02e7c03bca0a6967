import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Figure } from "@/components/ui/figure";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Timestamp } from "@/components/ui/timestamp";
import { readProgress } from "@/lib/reconciliation/reconcile";
import {
  countRepaired,
  describeRepairs,
  type ReconciliationFinding,
  type ReconciliationReport,
} from "@/lib/reconciliation/report";
import { type ReconciliationRun, readLastRun } from "@/lib/reconciliation/runs";
import { database } from "@/lib/runtime/database";
import { countNoun } from "@/lib/shared/count-noun";
import { withQuery } from "@/lib/shared/query";
import { CompareNow } from "./compare-now";

const SHOWN_FINDINGS = 5;

/** The last reconciliation with Stripe: how it went, in numbers, and what needs review. */
export async function Reconciliation() {
  const run = await readLastRun(database().read);
  const running = run?.status === "running";
  return (
    <Card>
      <CardHeader>
        <div className="grid gap-0.5">
          <CardTitle>Reconciliation with Stripe</CardTitle>
          <p className="text-muted-foreground">
            {run ? (
              <>
                {running ? "Started" : "Last run"} <Timestamp at={run.startedAt} />,{" "}
                {countNoun(run.days, "day")} back
              </>
            ) : (
              "Not run yet. It runs by itself every 15 minutes."
            )}
          </p>
        </div>
        <CompareNow runId={run?.id} running={running} />
      </CardHeader>
      {run && (
        <CardContent className="grid gap-4">
          {running && <ProgressBar {...readProgress(run)} />}
          <EndedEarly run={run} />
          <Figures report={run.report} />
          <Findings report={run.report} />
        </CardContent>
      )}
    </Card>
  );
}

function EndedEarly({ run: { status, error, report } }: { readonly run: ReconciliationRun }) {
  if (status === "interrupted") {
    return (
      <Alert tone="warning" title="The last run stopped early and is resumed automatically">
        {error ?? "Its process ended."}
      </Alert>
    );
  }
  if (report.failedPhases.length === 0) return null;
  return (
    <Alert tone="warning" title="Not everything could be compared">
      {report.failedPhases.map(({ phase, reason }) => `${phase}: ${reason}`).join(" ")}
    </Alert>
  );
}

function Figures({ report }: { readonly report: ReconciliationReport }) {
  const repairs = describeRepairs(report);
  return (
    <>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Figure label="Compared" value={report.compared} />
        <Figure label="Matched" value={report.matched} />
        <Figure label="Repaired" value={countRepaired(report)} />
        <Figure label="Needs review" value={report.needsReview} />
      </dl>
      {repairs.length > 0 && (
        <p className="text-muted-foreground">Repaired: {repairs.join(", ")}.</p>
      )}
      {report.inFlight > 0 && (
        <p className="text-muted-foreground">
          {countNoun(report.inFlight, "recent change")} left to the webhook.
        </p>
      )}
    </>
  );
}

function Findings({
  report: { findings, needsReview },
}: {
  readonly report: ReconciliationReport;
}) {
  if (findings.length === 0) return null;
  const more = needsReview - Math.min(findings.length, SHOWN_FINDINGS);
  return (
    <ul aria-label="Needs review" className="grid gap-2">
      {findings.slice(0, SHOWN_FINDINGS).map((finding) => (
        <li key={`${finding.stripeId} ${finding.reason}`} className="grid gap-0.5">
          <FindingLink finding={finding} />
          <span className="text-muted-foreground">{finding.reason}</span>
        </li>
      ))}
      {more > 0 && <li className="text-muted-foreground">And {more} more.</li>}
    </ul>
  );
}

/** An event links to its page, anything else of Stripe's to the events that are about it. */
function FindingLink({ finding: { stripeId } }: { readonly finding: ReconciliationFinding }) {
  if (!/^[a-z]+_/.test(stripeId)) return <span className="font-medium">{stripeId}</span>;
  const href = stripeId.startsWith("evt_")
    ? `/admin/credits/webhooks/${stripeId}`
    : withQuery("/admin/credits/webhooks", { search: stripeId });
  return (
    <Link href={href as "/"} className="w-fit text-accent hover:underline">
      <code className="break-all text-xs">{stripeId}</code>
    </Link>
  );
}
