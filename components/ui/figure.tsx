import type { ReactNode } from "react";
import { Count } from "./count";

interface Props {
  readonly label: string;
  /** A count, or an amount that formats itself. */
  readonly value: number | ReactNode;
  /** What the number means, or how it compares. */
  readonly note?: ReactNode;
}

/** A number and what it counts. Stands in a `dl`. */
export function Figure({ label, value, note }: Props) {
  return (
    <div className="min-w-0">
      <dt className="text-muted-foreground text-xs">{label}</dt>
      <dd className="break-words font-semibold text-lg tabular-nums">
        {typeof value === "number" ? <Count value={value} /> : value}
      </dd>
      {note && <dd className="text-muted-foreground text-xs">{note}</dd>}
    </div>
  );
}
