import Link from "next/link";
import type { DocHit } from "@/lib/docs/search-docs";
import { countNoun } from "@/lib/shared/count-noun";

interface Props {
  readonly query: string;
  readonly hits: readonly DocHit[];
}

/** What a search in the documentation found. */
export function DocHits({ query, hits }: Props) {
  return (
    <section aria-label="Results" className="grid gap-4">
      <p role="status" className="text-muted-foreground">
        {countNoun(hits.length, "result")} for “{query}”.{" "}
        <Link href="/docs" className="underline underline-offset-4">
          All pages
        </Link>
      </p>
      <ul className="grid gap-4">
        {hits.map(({ href, page, heading, excerpt }) => (
          <li key={href} className="grid gap-0.5">
            <Link href={href as "/docs"} className="w-fit font-medium text-accent hover:underline">
              {heading}
            </Link>
            {page !== heading && <p className="text-muted-foreground text-xs">{page}</p>}
            <p className="text-sm [overflow-wrap:anywhere]">{excerpt}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
