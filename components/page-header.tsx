import type { ReactNode } from "react";

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
}

/** A page's title, with what can be done to the whole of it on the right. */
export function PageHeader({ title, lead, children }: Props) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-4">
      <div className="grid gap-1">
        <h1 className="font-semibold text-2xl">{title}</h1>
        {lead && <p className="text-muted-foreground">{lead}</p>}
      </div>
      {children}
    </div>
  );
}
