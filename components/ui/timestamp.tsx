"use client";

import { useViewer } from "@/components/viewer";
import { formatDay, formatTimestamp, formatTimestampWithZone } from "@/lib/shared/viewer";

interface Props {
  readonly at: Date;
  /** Only the day; or the zone's name too, where a page may be printed or copied. */
  readonly as?: "day" | "full";
}

/**
 * A timestamp in the reader's time zone; pointing at it shows the zone and the time in UTC, as logs
 * have it. The warning is off because ICU versions differ in their spaces.
 */
export function Timestamp({ at, as }: Props) {
  const viewer = useViewer();
  const full = formatTimestampWithZone(at, viewer);
  const text =
    as === "day" ? formatDay(at, viewer) : as === "full" ? full : formatTimestamp(at, viewer);
  return (
    <time
      suppressHydrationWarning
      dateTime={at.toISOString()}
      title={`${full} (${at.toISOString()})`}
      className="whitespace-nowrap tabular-nums"
    >
      {text}
    </time>
  );
}
