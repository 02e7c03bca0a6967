import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

interface Crumb {
  readonly href: string;
  readonly label: string;
}

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  /** The pages above this one, the nearest last. */
  readonly trail?: readonly Crumb[];
  /** What can be done to the whole of the page. */
  readonly children?: ReactNode;
}

/** A page's title, where it belongs, and what can be done to it. */
export function PageHeader({ title, lead, trail = [], children }: Props) {
  return (
    <div className="grid gap-2">
      {trail.length > 0 && (
        <nav aria-label="Breadcrumb" className="print:hidden">
          <ol className="flex flex-wrap items-center gap-1 text-muted-foreground">
            {trail.map(({ href, label }) => (
              <li key={href} className="flex items-center gap-1">
                <Link href={href as "/"} className="rounded py-1 hover:text-foreground">
                  {label}
                </Link>
                <ChevronRight aria-hidden className="size-4" />
              </li>
            ))}
            <li aria-current="page" className="min-w-0 truncate">
              {title}
            </li>
          </ol>
        </nav>
      )}
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div className="grid min-w-0 gap-1">
          <h1 className="break-words font-semibold text-2xl">{title}</h1>
          {lead && <div className="text-muted-foreground">{lead}</div>}
        </div>
        {children}
      </div>
    </div>
  );
}
