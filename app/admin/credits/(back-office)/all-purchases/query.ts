import { PURCHASE_STATUSES } from "@/lib/purchases/list-purchases";
import type { PurchaseSearch } from "@/lib/purchases/search-purchases";
import { isDay } from "@/lib/reports/day-range";

/** The filters of the list, as they stand in its address: names of the query's parameters. */
export const FILTERS = ["search", "status", "pack", "from", "to"] as const;

/** What of an address can be searched for; the rest is left out. */
export function readFilters(
  query: Readonly<Partial<Record<(typeof FILTERS)[number], string>>>,
): Omit<PurchaseSearch, "before" | "limit"> {
  return {
    search: query.search,
    status: PURCHASE_STATUSES.find((known) => known === query.status),
    packCode: query.pack,
    from: isDay(query.from) ? query.from : undefined,
    to: isDay(query.to) ? query.to : undefined,
  };
}
