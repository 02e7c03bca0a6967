import { Amount } from "@/components/credits/amount";
import { DescriptionList } from "@/components/description-list";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { AccountTotals } from "@/lib/reports/read-overview";
import { fromMicro } from "@/lib/shared/credits";

const AGES = [
  ["days30", "Up to 30 days"],
  ["days90", "31 to 90 days"],
  ["days365", "91 to 365 days"],
  ["older", "Older than a year"],
] as const;

/** What is outstanding, by the age of its lot: what a business still has to deliver. */
export function Liability({ totals: { byAge } }: { readonly totals: AccountTotals }) {
  return (
    <Card className="max-w-2xl">
      <CardHeader>
        <CardTitle>Outstanding credits by age</CardTitle>
      </CardHeader>
      <CardContent>
        <DescriptionList
          items={AGES.map(
            ([age, label]) =>
              [label, <Amount key={age} amount={fromMicro(BigInt(byAge[age]))} />] as const,
          )}
        />
      </CardContent>
    </Card>
  );
}
