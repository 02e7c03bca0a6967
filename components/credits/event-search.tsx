import { Search } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";

const FILTERS = [
  ["", "All events"],
  ["attention", "Need attention"],
  ["processed", "Processed"],
  ["ignored", "Ignored"],
  ["unmatched", "Unmatched"],
  ["mismatch", "Mismatch"],
  ["failed", "Failed"],
] as const;

interface Props {
  readonly status: string | undefined;
  readonly search: string | undefined;
}

/** Search and filter of the events, kept in the address. */
export function EventSearch({ status, search }: Props) {
  return (
    <form className="flex flex-wrap gap-3 px-5 py-3">
      <label className="sr-only" htmlFor="search">
        Search by event type, or by the id of an event, payment or order
      </label>
      <Input
        id="search"
        name="search"
        type="search"
        placeholder="Type, or an id: evt_…, cs_…, pi_…, re_…"
        defaultValue={search}
        className="h-9 min-w-48 basis-full sm:w-auto sm:flex-1 sm:basis-0"
      />
      <label className="sr-only" htmlFor="status">
        Outcome
      </label>
      <Select
        id="status"
        name="status"
        defaultValue={status ?? ""}
        className="h-9 w-auto flex-1 sm:flex-none"
      >
        {FILTERS.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </Select>
      <Button type="submit" variant="secondary" className="h-9">
        <Search aria-hidden /> Search
      </Button>
    </form>
  );
}
