import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Figure } from "@/components/ui/figure";
import { Moment } from "@/components/ui/moment";
import { lastReconcileRun } from "@/lib/billing/reconcile/reconcile";
import { countMended } from "@/lib/billing/reconcile/reconcile-report";
import { database } from "@/lib/database";

/** The last comparison with Stripe, in numbers. */
export async function Reconciliation() {
  const run = await lastReconcileRun(database().read);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Last comparison with Stripe</CardTitle>
        {run && (
          <span className="text-muted-foreground">
            <Moment at={run.startedAt} />
          </span>
        )}
      </CardHeader>
      <CardContent>
        {run ? (
          <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
            <Figure label="Compared" value={run.report.looked} />
            <Figure label="In order" value={run.report.fine} />
            <Figure label="Mended" value={countMended(run.report)} />
            <Figure label="Need an admin" value={run.report.mismatches} />
          </dl>
        ) : (
          <p className="text-muted-foreground">
            None yet. It runs by itself every 15 minutes; <code>npm run reconcile</code> does it
            now.
          </p>
        )}
      </CardContent>
    </Card>
  );
}
