import Link from "next/link";
import { cn } from "@/lib/shared/cn";
import { withQuery } from "@/lib/shared/query";

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

/** The range of a chart, in the address, so that a view can be shared. */
export function RangeLinks({ path, current, kept = {} }: Props) {
  return (
    <nav
      aria-label="Range"
      className="flex flex-wrap gap-1 rounded-lg border bg-surface p-1 print:hidden"
    >
      {RANGES.map(([days, text]) => (
        <Link
          key={days}
          href={withQuery(path, { ...kept, days }) as "/"}
          aria-current={Number(days) === current ? "true" : undefined}
          className={cn(
            "rounded-md px-2.5 py-1 font-medium",
            Number(days) === current
              ? "bg-muted text-foreground"
              : "text-muted-foreground hover:text-foreground",
          )}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
