import { ENTRY_KINDS } from "@/lib/ledger/read-entries";
import { isDay } from "@/lib/reports/day-range";
import type { ActivitySearch } from "@/lib/reports/search-activity";
import { startOfDay } from "@/lib/shared/viewer";

/** The filters of the activity, as they stand in its address: names of the query's parameters. */
export const FILTERS = ["search", "kind", "from", "to"] as const;

const DAY_MS = 86_400_000;

/** What of an address can be searched for; the rest is left out. Days are the reader's. */
export function readFilters(
  query: Readonly<Partial<Record<(typeof FILTERS)[number], string>>>,
  timeZone: string,
): Omit<ActivitySearch, "accountId" | "before" | "limit"> {
  return {
    text: query.search?.trim().slice(0, 200) || undefined,
    kind: ENTRY_KINDS.find((known) => known === query.kind),
    from: isDay(query.from) ? startOfDay(query.from, timeZone) : undefined,
    to: isDay(query.to) ? endOfDay(query.to, timeZone) : undefined,
  };
}

/** When the next day begins. */
export function endOfDay(day: string, timeZone: string): Date {
  const next = new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
  return startOfDay(next, timeZone);
}
