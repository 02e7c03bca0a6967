import { Search } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";

const SORTS = [
  ["activity", "Last active"],
  ["balance", "Highest balance"],
  ["balance_up", "Lowest balance"],
  ["email", "E-mail"],
] as const;

/** Search and order of the accounts, kept in the address. */
export function SearchForm({
  search,
  sort,
}: {
  readonly search: string | undefined;
  readonly sort: string;
}) {
  return (
    <form className="flex flex-wrap gap-3 px-5 py-3">
      <label className="sr-only" htmlFor="search">
        Search by name, e-mail or account id
      </label>
      <Input
        id="search"
        name="search"
        type="search"
        placeholder="Name, e-mail or account id"
        defaultValue={search}
        className="h-9 min-w-48 basis-full sm:w-auto sm:flex-1 sm:basis-0"
      />
      <label className="sr-only" htmlFor="sort">
        Order
      </label>
      <Select id="sort" name="sort" defaultValue={sort} className="h-9 w-auto flex-1 sm:flex-none">
        {SORTS.map(([value, text]) => (
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
