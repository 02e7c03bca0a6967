import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

interface Props {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
}

/** Where there is nothing yet: what will be here, and how it comes about. */
export function EmptyState({ icon: Icon, title, children }: Props) {
  return (
    <div data-slot="empty-state" className="grid justify-items-center gap-2 px-6 py-10 text-center">
      <span className="grid size-10 place-items-center rounded-full bg-muted text-muted-foreground">
        <Icon aria-hidden className="size-5" />
      </span>
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-sm text-muted-foreground">{children}</div>}
    </div>
  );
}

interface NoResultsProps {
  readonly icon: LucideIcon;
  /** What is listed, in the plural. */
  readonly what: string;
  /** The same list without filters. */
  readonly clearHref: string;
}

/** Where filters leave nothing: there may be something without them. */
export function NoResults({ icon, what, clearHref }: NoResultsProps) {
  return (
    <EmptyState icon={icon} title={`No ${what} match these filters`}>
      <Link
        href={clearHref as "/"}
        className="inline-block py-1 font-medium text-accent hover:underline"
      >
        Clear the filters
      </Link>
    </EmptyState>
  );
}
