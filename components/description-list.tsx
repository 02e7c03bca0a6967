import type { ReactNode } from "react";

interface Props {
  readonly items: readonly (readonly [label: string, value: ReactNode])[];
}

/** Labels with their values: a receipt's lines, an event's properties. */
export function DescriptionList({ items }: Props) {
  return (
    <dl className="divide-y">
      {items.map(([label, value]) => (
        <div key={label} className="flex items-baseline justify-between gap-6 py-2.5">
          <dt className="max-w-3/5 shrink-0 break-words text-muted-foreground">{label}</dt>
          <dd className="min-w-0 break-words text-right tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
