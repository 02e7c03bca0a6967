import { Amount } from "@/components/credits/amount";
import { Figure } from "@/components/ui/figure";
import type { Credits } from "@/lib/shared/credits";

interface Props {
  readonly used: Credits;
  readonly perDay: Credits;
  /** Undefined without a pace. */
  readonly daysLeft: number | undefined;
}

/** What was used in all, and how long the rest lasts. */
export function UsageFigures({ used, perDay, daysLeft }: Props) {
  return (
    <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3">
      <Figure label="Used" value={<Amount amount={used} />} />
      <Figure label="Per day" value={<Amount amount={perDay} />} />
      <Figure
        label="Available lasts"
        value={daysLeft === undefined ? "–" : daysLeft === 1 ? "1 day" : `${daysLeft} days`}
        note="At the pace of the last 7 days"
      />
    </dl>
  );
}
