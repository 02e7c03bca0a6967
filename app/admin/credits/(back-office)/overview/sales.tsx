import { ChartColumn } from "lucide-react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { colorAt } from "@/components/charts/colors";
import { MoneyAmount } from "@/components/credits/amount";
import { Day } from "@/components/day";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Figure } from "@/components/ui/figure";
import { SimpleTable } from "@/components/ui/simple-table";
import { type DayRange, listDays } from "@/lib/reports/day-range";
import type { DaySales } from "@/lib/reports/read-overview";

interface Props {
  readonly sales: readonly DaySales[];
  readonly range: DayRange;
}

/** Revenue and refunds by day and pack: a chart for each currency, with its numbers. */
export function Sales({ sales, range }: Props) {
  const currencies = [...new Set(sales.map(({ currency }) => currency))].sort();
  if (currencies.length === 0) {
    return (
      <Card>
        <CardHeader>
          <CardTitle>Revenue and refunds</CardTitle>
        </CardHeader>
        <EmptyState icon={ChartColumn} title="No sales in this range">
          Purchases appear here within a minute. Choose a longer range to see earlier ones.
        </EmptyState>
      </Card>
    );
  }
  return currencies.map((currency) => (
    <CurrencySales
      key={currency}
      currency={currency}
      sales={sales.filter((row) => row.currency === currency)}
      range={range}
    />
  ));
}

const REFUNDS = "refunds";

function CurrencySales({ sales, range, currency }: Props & { readonly currency: string }) {
  const packs = [...new Set(sales.map(({ packCode }) => packCode))].sort();
  const money = (amountMinor: number) => (
    <MoneyAmount amountMinor={amountMinor} currency={currency} />
  );
  const paid = sum(sales, "paidMinor");
  const refunded = sum(sales, "refundedMinor");
  return (
    <Card>
      <CardHeader>
        <CardTitle>Revenue and refunds ({currency.toUpperCase()})</CardTitle>
      </CardHeader>
      <CardContent className="grid gap-5">
        <dl className="grid grid-cols-2 gap-4 sm:grid-cols-5">
          <Figure label="Revenue" value={money(paid)} />
          <Figure label="Refunds" value={money(refunded)} />
          <Figure label="Net" value={money(paid - refunded)} />
          <Figure label="Purchases" value={sum(sales, "purchases")} />
          <Figure label="New customers" value={sum(sales, "firstPurchases")} />
        </dl>
        <ChartFrame
          label={`Revenue by pack and refunds per day, in ${currency.toUpperCase()}`}
          unit={{ kind: "money", currency }}
          series={[
            ...packs.map((pack, index) => ({ key: pack, label: pack, color: colorAt(index) })),
            { key: REFUNDS, label: "Refunds", color: "var(--negative)" },
          ]}
          days={listDays(range).map((day) => ({ day, values: valuesOf(sales, day) }))}
        >
          <SimpleTable
            label="Revenue and refunds"
            head={["Day (UTC)", "Pack", "Purchases", "Revenue", "Refunds"]}
            rows={sales.map((row) => ({
              key: `${row.day} ${row.packCode}`,
              cells: [
                <Day key="day" day={row.day} />,
                row.packCode,
                row.purchases,
                money(row.paidMinor),
                money(row.refundedMinor),
              ],
            }))}
          />
        </ChartFrame>
      </CardContent>
    </Card>
  );
}

/** A day's revenue by pack, and its refunds below the line. */
function valuesOf(sales: readonly DaySales[], day: string): Record<string, number> {
  const rows = sales.filter((row) => row.day === day);
  const values: Record<string, number> = {};
  for (const row of rows) values[row.packCode] = row.paidMinor;
  const refunded = sum(rows, "refundedMinor");
  if (refunded > 0) values[REFUNDS] = -refunded;
  return values;
}

function sum(
  sales: readonly DaySales[],
  column: "paidMinor" | "refundedMinor" | "purchases" | "firstPurchases",
): number {
  return sales.reduce((total, row) => total + row[column], 0);
}
