import { Search } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";

interface Props {
  readonly search: string | undefined;
  /** What can be searched for. */
  readonly label: string;
  readonly placeholder: string;
  /** The choice beside it: an order, or a filter. */
  readonly choice: {
    readonly name: string;
    readonly label: string;
    readonly value: string | undefined;
    readonly options: readonly (readonly [value: string, text: string])[];
  };
}

/** Search and a choice, kept in the address, so that they can be shared and survive a reload. */
export function SearchForm({ search, label, placeholder, choice }: Props) {
  return (
    <form className="flex flex-wrap gap-3 px-5 py-3">
      <label className="sr-only" htmlFor="search">
        {label}
      </label>
      <Input
        id="search"
        name="search"
        type="search"
        placeholder={placeholder}
        defaultValue={search}
        className="h-9 min-w-48 basis-full sm:w-auto sm:flex-1 sm:basis-0"
      />
      <label className="sr-only" htmlFor={choice.name}>
        {choice.label}
      </label>
      <Select
        id={choice.name}
        name={choice.name}
        defaultValue={choice.value ?? ""}
        className="h-9 w-auto flex-1 sm:flex-none"
      >
        {choice.options.map(([value, text]) => (
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
