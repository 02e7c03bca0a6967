import { withQuery } from "@/lib/shared/query";
import { SegmentLinks } from "./segment-links";

const RANGES = [
  ["7", "7 days"],
  ["30", "30 days"],
  ["90", "90 days"],
  ["365", "12 months"],
] as const;

interface Props {
  readonly path: string;
  /** The number of days that is shown. */
  readonly current: number;
  /** Query parameters that stay. */
  readonly kept?: Readonly<Record<string, string | undefined>>;
}

/** The range of a chart. */
export function RangeLinks({ path, current, kept = {} }: Props) {
  return (
    <SegmentLinks
      label="Range"
      options={RANGES.map(([days, text]) => ({
        href: withQuery(path, { ...kept, days }),
        text,
        current: Number(days) === current,
      }))}
    />
  );
}
