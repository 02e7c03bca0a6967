import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "./button";

interface Props {
  /** Undefined where there is nothing newer or older. */
  readonly newest: string | undefined;
  readonly older: string | undefined;
}

/** Keyset paging: back to the newest, or on to older ones. */
export function Pager({ newest, older }: Props) {
  if (!newest && !older) return null;
  return (
    <nav aria-label="Pages" className="flex justify-between gap-2 border-t px-5 py-3">
      {newest ? (
        <Button asChild variant="secondary" size="sm">
          <a href={newest}>
            <ChevronLeft aria-hidden /> Newest
          </a>
        </Button>
      ) : (
        <span />
      )}
      {older && (
        <Button asChild variant="secondary" size="sm">
          <a href={older}>
            Older <ChevronRight aria-hidden />
          </a>
        </Button>
      )}
    </nav>
  );
}
