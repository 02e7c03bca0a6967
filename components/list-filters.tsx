"use client";

import { Search } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import {
  type ChangeEvent,
  type FormEvent,
  type RefObject,
  useEffect,
  useRef,
  useTransition,
} from "react";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";
import { withQuery } from "@/lib/shared/query";

interface TextFilter {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string | undefined;
}

export interface ChoiceFilter {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  /** An empty value filters nothing. */
  readonly options: readonly (readonly [value: string, text: string])[];
}

interface DayFilter {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

interface Props {
  readonly search?: TextFilter;
  readonly choices?: readonly ChoiceFilter[];
  readonly days?: DayFilter;
  /** Query parameters that stay. */
  readonly kept?: Readonly<Record<string, string | undefined>>;
}

/**
 * The filters of a list, in the address, so that a view can be shared and survives a reload. A
 * choice applies at once; a text applies with Enter or the button.
 */
export function ListFilters({ search, choices = [], days, kept = {} }: Props) {
  const path = usePathname();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [pending, start] = useTransition();
  const values: Record<string, string> = {
    ...(search && { search: search.value ?? "" }),
    ...Object.fromEntries(choices.map(({ name, value }) => [name, value ?? ""])),
    ...(days && { from: days.from ?? "", to: days.to ?? "" }),
  };
  useShownValues(form, JSON.stringify(values));

  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]),
    );
    start(() => router.push(withQuery(path, { ...kept, ...typed }) as "/"));
  }
  const applyAtOnce = ({ currentTarget }: ChangeEvent<HTMLSelectElement | HTMLInputElement>) =>
    currentTarget.form?.requestSubmit();

  return (
    <form
      ref={form}
      aria-busy={pending}
      className="flex flex-wrap items-center gap-3 px-5 py-3 print:hidden"
      onSubmit={apply}
    >
      {search && (
        <Input
          name="search"
          type="search"
          aria-label={search.label}
          placeholder={search.placeholder}
          defaultValue={search.value}
          fit="compact"
          className="basis-full sm:flex-1 sm:basis-48"
        />
      )}
      {choices.map(({ name, label, value, options }) => (
        <Select
          key={name}
          name={name}
          aria-label={label}
          defaultValue={value ?? ""}
          fit="compact"
          className="flex-1 sm:flex-none"
          onChange={applyAtOnce}
        >
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </Select>
      ))}
      {days &&
        (["from", "to"] as const).map((name) => (
          <Input
            key={name}
            name={name}
            type="date"
            aria-label={name === "from" ? "First day" : "Last day"}
            defaultValue={days[name]}
            fit="compact"
            className="flex-1 sm:flex-none"
            onChange={applyAtOnce}
          />
        ))}
      {search && (
        <Button type="submit" variant="secondary" size="field">
          <Search aria-hidden /> Search
        </Button>
      )}
    </form>
  );
}

/** Shows what the address says after "back" or "Clear the filters", without losing the focus. */
function useShownValues(form: RefObject<HTMLFormElement | null>, values: string): void {
  useEffect(() => {
    for (const [name, value] of Object.entries<string>(JSON.parse(values))) {
      const control = form.current?.elements.namedItem(name);
      if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) {
        control.value = value;
      }
    }
  }, [form, values]);
}
