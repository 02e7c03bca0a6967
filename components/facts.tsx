import type { ReactNode } from "react";

interface Props {
  readonly facts: readonly (readonly [label: string, value: ReactNode])[];
}

/** Labels with their values: a receipt's lines, an event's properties. */
export function Facts({ facts }: Props) {
  return (
    <dl className="divide-y">
      {facts.map(([label, value]) => (
        <div
          key={label}
          className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-2.5"
        >
          <dt className="text-muted-foreground">{label}</dt>
          <dd className="min-w-0 break-words text-right tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
