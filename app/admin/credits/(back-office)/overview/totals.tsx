import { Amount } from "@/components/credits/amount";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { Figure } from "@/components/ui/figure";
import { Timestamp } from "@/components/ui/timestamp";
import type { AccountTotals, CreditFlow } from "@/lib/reports/read-overview";

interface Props {
  /** Undefined until the worker has computed them once. */
  readonly totals: AccountTotals | undefined;
  readonly flow: CreditFlow;
}

/** Credits: what happened to them in the range, and what all accounts hold now. */
export function Totals({ totals, flow }: Props) {
  return (
    <div className="grid gap-6 xl:grid-cols-2">
      <Card>
        <CardHeader>
          <CardTitle>Credits in this range</CardTitle>
        </CardHeader>
        <CardContent>
          <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3">
            <Figure label="Sold" value={<Amount amount={flow.sold} />} />
            <Figure label="Spent" value={<Amount amount={flow.spent} />} />
            <Figure label="Granted" value={<Amount amount={flow.granted} />} />
            <Figure label="Expired" value={<Amount amount={flow.expired} />} />
            <Figure
              label="Removed"
              value={<Amount amount={flow.removed} />}
              note="By refunds and disputes"
            />
          </dl>
        </CardContent>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>All accounts now</CardTitle>
          {totals && (
            <span className="text-right text-muted-foreground text-xs">
              As of <Timestamp at={totals.refreshedAt} />
            </span>
          )}
        </CardHeader>
        <CardContent>
          {totals ? (
            <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3">
              <Figure
                label="Outstanding"
                value={<Amount amount={totals.outstanding} />}
                note="Sold or granted, and not used yet"
              />
              <Figure
                label="Owed"
                value={<Amount amount={totals.owed} />}
                note={
                  <>
                    By <Count value={totals.inDebt} />{" "}
                    {totals.inDebt === 1 ? "account" : "accounts"}
                  </>
                }
              />
              <Figure label="Held" value={<Amount amount={totals.held} />} />
              <Figure label="Expiring in 30 days" value={<Amount amount={totals.expiring} />} />
              <Figure label="Accounts" value={totals.accounts} />
              <Figure label="Active" value={totals.active} note="Used credits within 30 days" />
              <Figure label="New buyers" value={totals.newBuyers} note="Within 30 days" />
              <Figure
                label="Returning buyers"
                value={totals.returningBuyers}
                note="Bought again within 30 days"
              />
            </dl>
          ) : (
            <p className="text-muted-foreground">
              Not computed yet. The worker computes this every minute; reload the page then.
            </p>
          )}
        </CardContent>
      </Card>
    </div>
  );
}
