"use client";

import { usePathname, useRouter } from "next/navigation";
import { useTransition } from "react";
import { Select } from "@/components/ui/input";
import { withQuery } from "@/lib/shared/query";

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
  const path = usePathname();
  const router = useRouter();
  const [pending, start] = useTransition();
  return (
    <div className="flex items-center gap-3 px-5 py-3" aria-busy={pending}>
      <label htmlFor={`filter-${name}`} className="text-muted-foreground">
        {label}
      </label>
      <Select
        id={`filter-${name}`}
        key={value}
        defaultValue={value ?? ""}
        disabled={pending}
        className="h-9 w-auto"
        onChange={({ currentTarget: { value: chosen } }) =>
          start(() => router.push(withQuery(path, { ...kept, [name]: chosen }) as "/"))
        }
      >
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </Select>
    </div>
  );
}
