import Link from "next/link";
import { cn } from "@/lib/shared/cn";

interface Props {
  readonly label: string;
  readonly options: readonly {
    readonly href: string;
    readonly text: string;
    readonly current: boolean;
  }[];
}

/** A choice of one among a few that stands in the address, so that a view can be shared. */
export function SegmentLinks({ label, options }: Props) {
  return (
    <nav
      aria-label={label}
      className="flex flex-wrap gap-1 rounded-lg border bg-surface p-1 print:hidden"
    >
      {options.map(({ href, text, current }) => (
        <Link
          key={text}
          href={href as "/"}
          aria-current={current ? "true" : undefined}
          className={cn(
            "rounded-md px-2.5 py-1 font-medium",
            current ? "bg-muted text-foreground" : "text-muted-foreground hover:text-foreground",
          )}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
