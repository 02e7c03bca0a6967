import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { Button } from "./button";

interface Props {
  /** Undefined where there is nothing newer or older. */
  readonly newest: string | undefined;
  readonly older: string | undefined;
  readonly words?: { readonly newest: string; readonly older: string };
}

/** Keyset paging: back to the first page, or on to the next. */
export function Pager({ newest, older, words = { newest: "Newest", older: "Older" } }: Props) {
  if (!newest && !older) return null;
  return (
    <nav aria-label="Pages" className="flex justify-between gap-2 border-t px-5 py-3">
      {newest ? (
        <Button asChild variant="secondary" size="sm">
          <Link href={newest as "/"}>
            <ChevronLeft aria-hidden /> {words.newest}
          </Link>
        </Button>
      ) : (
        <span />
      )}
      {older && (
        <Button asChild variant="secondary" size="sm">
          <Link href={older as "/"}>
            {words.older} <ChevronRight aria-hidden />
          </Link>
        </Button>
      )}
    </nav>
  );
}
