"use client";

import { useViewer } from "@/components/viewer";
import { formatCount } from "@/lib/shared/viewer";

/** A count of things, in the reader's notation. */
export function Count({ value }: { readonly value: number }) {
  return (
    <span suppressHydrationWarning className="tabular-nums">
      {formatCount(value, useViewer())}
    </span>
  );
}
