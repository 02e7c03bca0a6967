import { SearchForm } from "@/components/search-form";

const SORTS = [
  ["activity", "Last active"],
  ["balance", "Highest balance"],
  ["balance_up", "Lowest balance"],
  ["email", "E-mail"],
] as const;

interface Props {
  readonly search: string | undefined;
  readonly sort: string;
}

/** Search and order of the accounts. */
export function AccountSearch({ search, sort }: Props) {
  return (
    <SearchForm
      search={search}
      label="Search by name, e-mail or account id"
      placeholder="Name, e-mail or account id"
      choice={{ name: "sort", label: "Order", value: sort, options: SORTS }}
    />
  );
}
