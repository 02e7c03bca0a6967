"use client";

import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useRef, useState } from "react";
import type { Interval } from "@/lib/reports/day-range";
import type { Series, StackedDay } from "./stacked-bars";

/** How far below the screen a chart is already loaded. */
const NEAR = "200px";

const StackedBars = lazy(() => import("./stacked-bars"));

interface Props {
  /** What the chart shows, for those who do not see it. */
  readonly label: string;
  readonly days: readonly StackedDay[];
  readonly series: readonly Series[];
  /** How the values are written. */
  readonly unit:
    | { readonly kind: "credits" }
    | { readonly kind: "money"; readonly currency: string };
  /** How long each bar is; a day unless told. */
  readonly interval?: Interval;
  /** The same numbers as a table. */
  readonly children: ReactNode;
}

/**
 * A chart with its numbers as a table behind it. The library that draws is loaded when the chart
 * comes into view; its place is kept, so nothing shifts.
 */
export function ChartFrame({ label, days, series, unit, interval, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const shown = useShown(frame);
  return (
    <figure className="grid gap-3">
      <div ref={frame} className="h-64 print:hidden">
        {shown && (
          <Suspense>
            <StackedBars
              label={label}
              days={days}
              series={series}
              unit={unit}
              interval={interval}
            />
          </Suspense>
        )}
      </div>
      <ul aria-hidden className="flex flex-wrap gap-x-4 gap-y-1 text-muted-foreground text-xs">
        {series.map(({ key, label: text, color }) => (
          <li key={key} className="flex items-center gap-1.5">
            <span className="size-2.5 rounded-sm" style={{ backgroundColor: color }} />
            {text}
          </li>
        ))}
      </ul>
      <details>
        <summary className="w-fit rounded py-1 text-accent">Show the numbers as a table</summary>
        <div className="mt-2 max-h-96 overflow-auto">{children}</div>
      </details>
    </figure>
  );
}

/** Whether an element has been in view. */
function useShown(element: RefObject<HTMLElement | null>): boolean {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setShown(true);
      },
      { rootMargin: NEAR },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return shown;
}
