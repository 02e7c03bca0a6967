"use client";

import { useViewer } from "@/components/viewer";

/** A share of a whole, from 0 to 1, in the reader's notation: "55.1%". */
export function Percent({ share }: { readonly share: number }) {
  const { locale } = useViewer();
  const format = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  return (
    <span suppressHydrationWarning className="tabular-nums">
      {format.format(share)}
    </span>
  );
}
