import { SearchForm } from "@/components/search-form";

const FILTERS = [
  ["", "All events"],
  ["attention", "Need attention"],
  ["processed", "Processed"],
  ["ignored", "Ignored"],
  ["unmatched", "Unmatched"],
  ["mismatch", "Mismatch"],
  ["failed", "Failed"],
  ["dismissed", "Dismissed"],
] as const;

interface Props {
  readonly status: string | undefined;
  readonly search: string | undefined;
}

/** Search and filter of the events. */
export function EventSearch({ status, search }: Props) {
  return (
    <SearchForm
      search={search}
      label="Search by event type, or by the id of an event, payment or order"
      placeholder="Type, or an id: evt_…, cs_…, pi_…, re_…"
      choice={{ name: "status", label: "Outcome", value: status, options: FILTERS }}
    />
  );
}
