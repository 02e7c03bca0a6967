"use client";

import { useSyncExternalStore } from "react";

const OPTIONS: Intl.DateTimeFormatOptions = {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
};
const LOCAL = new Intl.DateTimeFormat("en-GB", OPTIONS);
const IN_UTC = new Intl.DateTimeFormat("en-GB", { ...OPTIONS, timeZone: "UTC" });

/**
 * A moment in the time zone of whoever reads it; pointing at it shows it in UTC, as logs have it.
 * The server doesn't know the zone, so its page says UTC until the browser takes over.
 */
export function Moment({ at }: { readonly at: Date }) {
  const text = useSyncExternalStore(
    () => () => {},
    () => LOCAL.format(at),
    () => IN_UTC.format(at),
  );
  const iso = at.toISOString();
  return (
    <time dateTime={iso} title={iso} className="whitespace-nowrap tabular-nums">
      {text}
    </time>
  );
}
