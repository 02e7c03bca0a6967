import Link from "next/link";
import { cn } from "@/lib/shared/cn";

interface Props {
  readonly label: string;
  readonly tabs: readonly {
    readonly href: string;
    readonly text: string;
    readonly current: boolean;
  }[];
}

/** Views of one page that have addresses of their own. */
export function TabLinks({ label, tabs }: Props) {
  return (
    <nav aria-label={label} className="flex gap-4 border-b">
      {tabs.map(({ href, text, current }) => (
        <Link
          key={href}
          href={href as "/"}
          aria-current={current ? "page" : undefined}
          className={cn(
            "-mb-px border-b-2 pb-2 font-medium",
            current
              ? "border-accent text-foreground"
              : "border-transparent text-muted-foreground hover:text-foreground",
          )}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
