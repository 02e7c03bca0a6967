"use client";

import { useViewer } from "@/components/viewer";

/** A UTC day of a summary, such as 2026-11-25, in the reader's notation. */
export function Day({ day }: { readonly day: string }) {
  const { locale } = useViewer();
  const text = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
  return (
    <time suppressHydrationWarning dateTime={day} className="whitespace-nowrap tabular-nums">
      {text}
    </time>
  );
}
