"use client";

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useViewer } from "@/components/viewer";
import type { Interval } from "@/lib/reports/day-range";
import { formatMoney, moneyToDecimal } from "@/lib/shared/money";
import type { Viewer } from "@/lib/shared/viewer";

export interface Series {
  readonly key: string;
  readonly label: string;
  readonly color: string;
}

/** A bar with the value of each series: whole credits, or minor units of money. */
export interface StackedDay {
  /** The day, or the first day of the week or month. */
  readonly day: string;
  readonly values: Readonly<Record<string, number>>;
}

type Unit = { readonly kind: "credits" } | { readonly kind: "money"; readonly currency: string };

interface Props {
  readonly label: string;
  readonly days: readonly StackedDay[];
  readonly series: readonly Series[];
  readonly unit: Unit;
  readonly interval?: Interval;
}

/** Bars of a value per day, week or month, split by series; what is refunded stands below the line. */
export default function StackedBars({ label, days, series, unit, interval = "day" }: Props) {
  const viewer = useViewer();
  const write = (value: number) => writeValue(value, unit, viewer);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={days.map(({ day, values }) => ({ day, ...values }))}
        stackOffset="sign"
        accessibilityLayer
        role="img"
        aria-label={label}
        margin={{ top: 8, right: 4, bottom: 0, left: 4 }}
      >
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          dataKey="day"
          tickFormatter={(day: string) => writeStart(day, interval, viewer)}
          tick={{ fill: "var(--muted-foreground)", fontSize: 12 }}
          tickLine={false}
          axisLine={false}
          minTickGap={24}
        />
        <YAxis
          tickFormatter={(value: number) => writeShort(value, unit, viewer)}
          tick={{ fill: "var(--muted-foreground)", fontSize: 12 }}
          tickLine={false}
          axisLine={false}
          width={64}
        />
        <Tooltip
          formatter={(value, name) => [write(Number(value)), name]}
          labelFormatter={(day) =>
            `${interval === "week" ? "Week from " : ""}${writeStart(String(day), interval, viewer)}`
          }
          cursor={{ fill: "var(--muted)" }}
          contentStyle={{
            background: "var(--surface)",
            border: "1px solid var(--border)",
            borderRadius: 8,
          }}
        />
        {series.map(({ key, label: name, color }) => (
          <Bar
            key={key}
            dataKey={key}
            name={name}
            fill={color}
            stackId="day"
            isAnimationActive={false}
            maxBarSize={48}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

function writeValue(value: number, unit: Unit, { locale }: Viewer): string {
  if (unit.kind === "credits") return new Intl.NumberFormat(locale).format(value);
  return formatMoney({ amountMinor: value, currency: unit.currency }, locale);
}

/** "$1.2K": an axis has little room. */
function writeShort(value: number, unit: Unit, { locale }: Viewer): string {
  const shown =
    unit.kind === "credits"
      ? value
      : Number(moneyToDecimal({ amountMinor: value, currency: unit.currency }));
  return new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(
    shown,
  );
}

/** The days are UTC days, whatever the reader's zone. */
function writeStart(day: string, interval: Interval, { locale }: Viewer): string {
  return new Intl.DateTimeFormat(locale, {
    ...(interval === "month" ? { year: "numeric" } : { day: "numeric" }),
    month: "short",
    timeZone: "UTC",
  }).format(new Date(`${day}T00:00:00Z`));
}
