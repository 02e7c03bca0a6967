import { Field, fieldProps } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import type { Quantity } from "@/lib/rates/quantities";
import type { Fields } from "@/lib/rates/rate-fields";

interface Props {
  readonly quantity: Quantity;
  readonly label: string;
  readonly hint: string | undefined;
  readonly values: Fields;
  readonly error: string | undefined;
}

const PER = [
  ["1", "each"],
  ["1000", "per thousand"],
  ["1000000", "per million"],
] as const;

/** The price of a quantity, and for how many of it. */
export function PriceField({ quantity, label, hint, values, error }: Props) {
  const id = `price.${quantity}`;
  const isTokens = quantity.endsWith("_tokens");
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2">
        <Input {...fieldProps(id, error)} name={id} inputMode="decimal" defaultValue={values[id]} />
        <Select
          name={`per.${quantity}`}
          aria-label={`${label}: unit of the price`}
          defaultValue={values[`per.${quantity}`] ?? (isTokens ? "1000000" : "1")}
        >
          {PER.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </Select>
      </div>
    </Field>
  );
}
