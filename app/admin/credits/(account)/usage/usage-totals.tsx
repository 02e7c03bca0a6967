import { Amount } from "@/components/credits/amount";
import { Count } from "@/components/ui/count";
import { SimpleTable } from "@/components/ui/simple-table";
import { type Credits, sumCredits } from "@/lib/shared/credits";
import { type GroupTotal, sharePercent } from "./chart-usage";

interface Props {
  /** What a row is: "Service". */
  readonly what: string;
  readonly totals: readonly GroupTotal[];
  readonly nameOf: (group: string) => string;
}

/** Where the credits of a range went, the largest part first. */
export function UsageTotals({ what, totals, nameOf }: Props) {
  const whole: Credits = sumCredits(totals.map(({ credits }) => credits));
  return (
    <SimpleTable
      label={`Credits used by ${what.toLowerCase()}`}
      head={[what, "Share", "Entries", "Credits"]}
      rows={totals.map(({ group, entries, credits }) => ({
        key: group,
        cells: [
          <span key="name" className="break-all font-medium">
            {nameOf(group)}
          </span>,
          <Share key="share" percent={sharePercent(credits, whole)} />,
          <Count key="entries" value={entries} />,
          <Amount key="credits" amount={credits} />,
        ],
      }))}
    />
  );
}

function Share({ percent }: { readonly percent: number }) {
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="hidden h-1.5 w-24 rounded-full bg-muted sm:block">
        <span
          className="block h-full rounded-full bg-accent forced-colors:bg-[CanvasText]"
          style={{ width: `${Math.max(0, Math.min(100, percent))}%` }}
        />
      </span>
      <span>
        <Count value={percent} /> %
      </span>
    </span>
  );
}
