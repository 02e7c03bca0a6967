"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { DEFAULT_VIEWER, TIME_ZONE_COOKIE, type Viewer } from "@/lib/shared/viewer";

const ViewerContext = createContext<Viewer>(DEFAULT_VIEWER);

const YEAR_SECONDS = 31_536_000;

interface Props {
  /** What the request said. */
  readonly viewer: Viewer;
  readonly children: ReactNode;
}

/**
 * How this reader's numbers and dates are written. Server and browser start from what the request
 * said, so the first render is the same on both. A browser that has not told its zone yet tells it
 * now, for the next request, and the dates on the page follow at once.
 */
export function ViewerProvider({ viewer, children }: Props) {
  const [timeZone, setTimeZone] = useState(viewer.timeZone);
  useEffect(() => {
    const actual = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (actual === viewer.timeZone) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
    document.cookie = `${TIME_ZONE_COOKIE}=${actual}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    setTimeZone(actual);
  }, [viewer.timeZone]);
  return <ViewerContext value={{ locale: viewer.locale, timeZone }}>{children}</ViewerContext>;
}

/** @returns the reader's locale and time zone */
export function useViewer(): Viewer {
  return useContext(ViewerContext);
}

/** Names the time zone of every date on the page. */
export function TimeZoneNote() {
  const { timeZone } = useViewer();
  return <span suppressHydrationWarning>Times are in {timeZone.replaceAll("_", " ")} time.</span>;
}
