import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";

/** The frame of a page that is on its way. */
export function Loading({ children }: { readonly children: ReactNode }) {
  return (
    <div role="status" aria-label="Loading" className="grid gap-6">
      <div className="grid gap-2">
        <Skeleton className="h-8 w-40 rounded-lg" />
        <Skeleton className="h-5 w-72 max-w-full rounded-lg" />
      </div>
      {children}
    </div>
  );
}

/** A list that is on its way, in the measures of a table. */
export function LoadingRows({ rows, filters = false }: { rows: number; filters?: boolean }) {
  return (
    <Card>
      <div className="border-b px-5 py-3">
        <Skeleton className={filters ? "h-9 w-56 rounded-lg" : "h-6 w-40 rounded-lg"} />
      </div>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex items-center gap-4 border-b px-5 py-3.5 last:border-b-0">
          <Skeleton className="h-5 w-1/3 rounded-lg" />
          <Skeleton className="ml-auto h-5 w-20 rounded-lg" />
          <Skeleton className="hidden h-5 w-20 sm:block rounded-lg" />
        </div>
      ))}
    </Card>
  );
}
