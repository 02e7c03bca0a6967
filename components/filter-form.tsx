"use client";

import { Select } from "@/components/ui/input";

interface Props {
  readonly name: string;
  readonly label: string;
  /** The choice that filters nothing. */
  readonly all: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  /** Query parameters that stay. */
  readonly kept?: Readonly<Record<string, string | undefined>>;
}

/** A filter in the address, so that it can be shared and survives a reload. */
export function FilterForm({ name, label, all, value, options, kept = {} }: Props) {
  return (
    <form className="flex items-center gap-3 border-b px-5 py-3">
      {Object.entries(kept).map(
        ([key, text]) => text && <input key={key} type="hidden" name={key} value={text} />,
      )}
      <label htmlFor={`filter-${name}`} className="text-muted-foreground">
        {label}
      </label>
      <Select
        id={`filter-${name}`}
        name={name}
        key={value}
        defaultValue={value ?? ""}
        className="h-9 w-auto"
        onChange={(event) => event.currentTarget.form?.requestSubmit()}
      >
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </Select>
    </form>
  );
}
