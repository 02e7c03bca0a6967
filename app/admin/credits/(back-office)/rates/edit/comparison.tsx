import { Amount } from "@/components/credits/amount";
import { Day } from "@/components/day";
import { Count } from "@/components/ui/count";
import type { Estimate } from "@/lib/rates/estimate-change";
import type { DayRange } from "@/lib/reports/day-range";

/** What a range of days cost, and what it would have cost. */
export interface Comparison extends DayRange, Estimate {}

/** What the typed prices would have cost, beside what was charged. */
export function Comparisons({ comparisons }: { readonly comparisons: readonly Comparison[] }) {
  return (
    <section aria-label="Comparison" className="grid gap-3 rounded-xl border p-4">
      <p className="font-medium">What these prices would have cost</p>
      <ul className="grid gap-2">
        {comparisons.map(({ from, to, requests, charged, estimated }, index) => (
          <li key={from}>
            <span className="text-muted-foreground">
              {index === 0 ? "Last month" : "This month"} (<Day day={from} /> – <Day day={to} />
              ):{" "}
            </span>
            {requests === 0 ? (
              "no request was priced by this rate."
            ) : (
              <>
                <Count value={requests} /> requests were charged <Amount amount={charged} />{" "}
                credits; with these prices about{" "}
                <strong>
                  <Amount amount={estimated} />
                </strong>
                {charged > 0n && ` (${formatChange(Number(estimated) / Number(charged) - 1)})`}.
              </>
            )}
          </li>
        ))}
      </ul>
      <p className="text-muted-foreground text-xs">
        Each day is priced as requests of its average size, in UTC. Tiers and a minimum make it an
        estimate where requests differ in size.
      </p>
    </section>
  );
}

function formatChange(fraction: number): string {
  const percent = Math.round(fraction * 1000) / 10;
  return `${percent > 0 ? "+" : ""}${percent} %`.replace("-", "−");
}
