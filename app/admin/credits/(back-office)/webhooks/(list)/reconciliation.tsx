import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Figure } from "@/components/ui/figure";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Timestamp } from "@/components/ui/timestamp";
import { lastReconcileRun, progressOf, type ReconcileRun } from "@/lib/reconciliation/reconcile";
import {
  countMended,
  listMended,
  type ReconcileFinding,
  type ReconcileReport,
} from "@/lib/reconciliation/report";
import { database } from "@/lib/runtime/database";
import { withQuery } from "@/lib/shared/query";
import { CompareNow } from "./compare-now";

const SHOWN_FINDINGS = 5;

/** The last comparison with Stripe: how it went, in numbers, and what it left to an admin. */
export async function Reconciliation() {
  const run = await lastReconcileRun(database().read);
  const running = run?.status === "running";
  return (
    <Card>
      <CardHeader>
        <div className="grid gap-0.5">
          <CardTitle>Comparison with Stripe</CardTitle>
          <p className="text-muted-foreground">
            {run ? (
              <>
                {running ? "Begun" : "Last one"} <Timestamp at={run.startedAt} />, {run.days} days
                back
              </>
            ) : (
              "None yet. It runs by itself every 15 minutes."
            )}
          </p>
        </div>
        <CompareNow runId={run?.id} running={running} />
      </CardHeader>
      {run && (
        <CardContent className="grid gap-4">
          {running && <ProgressBar {...progressOf(run)} />}
          <StoppedEarly run={run} />
          <Figures report={run.report} />
          <Findings report={run.report} />
        </CardContent>
      )}
    </Card>
  );
}

function StoppedEarly({ run }: { readonly run: ReconcileRun }) {
  if (run.status !== "interrupted") return null;
  return (
    <Alert tone="warning" title="It stopped early, and goes on from there by itself">
      {run.error ?? "Its process ended."}
    </Alert>
  );
}

function Figures({ report }: { readonly report: ReconcileReport }) {
  const mended = listMended(report).filter(([count]) => count > 0);
  return (
    <>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Figure label="Compared" value={report.looked} />
        <Figure label="In order" value={report.fine} />
        <Figure label="Mended" value={countMended(report)} />
        <Figure label="Need an admin" value={report.mismatches} />
      </dl>
      {mended.length > 0 && (
        <p className="text-muted-foreground">
          Mended: {mended.map(([count, label]) => `${count} ${label}`).join(", ")}.
        </p>
      )}
    </>
  );
}

function Findings({ report: { attention, mismatches } }: { readonly report: ReconcileReport }) {
  if (attention.length === 0) return null;
  const more = mismatches - Math.min(attention.length, SHOWN_FINDINGS);
  return (
    <ul aria-label="Need an admin" className="grid gap-2">
      {attention.slice(0, SHOWN_FINDINGS).map((finding) => (
        <li key={`${finding.stripeId} ${finding.reason}`} className="grid gap-0.5">
          <FindingLink finding={finding} />
          <span className="text-muted-foreground">{finding.reason}</span>
        </li>
      ))}
      {more > 0 && <li className="text-muted-foreground">And {more} more.</li>}
    </ul>
  );
}

/** An event leads to its page, anything else of Stripe's to the events that speak of it. */
function FindingLink({ finding: { stripeId } }: { readonly finding: ReconcileFinding }) {
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
