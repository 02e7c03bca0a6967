"use client";

import { useState } from "react";
import { Amount } from "@/components/credits/amount";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Field, fieldProps } from "@/components/ui/field";
import { Figure } from "@/components/ui/figure";
import { Input } from "@/components/ui/input";
import { priceUsage } from "@/lib/rates/price-usage";
import { KIND_OF, QUANTITIES, type Quantity } from "@/lib/rates/quantities";
import { type Fields, nameQuantity, readRateFields } from "@/lib/rates/rate-fields";
import type { Credits } from "@/lib/shared/credits";

interface Props {
  /** The prices as they are typed. */
  readonly values: Fields;
  /** The prices that hold now; undefined for a new rate. */
  readonly current: Fields | undefined;
}

const COUNT = /^\d{1,9}(\.\d{1,6})?$/;
const EXAMPLE: Partial<Record<Quantity, string>> = { input_tokens: "1000", output_tokens: "500" };

/** What a request costs: by the prices that are typed, beside those that hold now. */
export function Calculator({ values, current }: Props) {
  const [counts, setCounts] = useState<Partial<Record<Quantity, string>>>(EXAMPLE);
  const priced = QUANTITIES.filter((quantity) => values[`price.${quantity}`]);
  const before = current && cost(current, counts);
  return (
    <Card className="xl:sticky xl:top-6">
      <CardHeader>
        <CardTitle>Calculator</CardTitle>
      </CardHeader>
      <CardContent className="grid gap-4">
        <p className="text-muted-foreground">What a request costs that uses:</p>
        {priced.map((quantity) => (
          <Field key={quantity} id={`count.${quantity}`} label={nameQuantity(quantity)}>
            <Input
              {...fieldProps(`count.${quantity}`)}
              inputMode="decimal"
              value={counts[quantity] ?? ""}
              onChange={({ currentTarget: { value } }) =>
                setCounts((known) => ({ ...known, [quantity]: value.trim() }))
              }
            />
          </Field>
        ))}
        {priced.length === 0 && <p>Enter a price to see what a request costs.</p>}
        <dl className="grid grid-cols-2 gap-4" aria-live="polite">
          <Figure label="With these prices" value={show(cost(values, counts))} />
          {current && <Figure label="Now" value={show(before)} />}
        </dl>
      </CardContent>
    </Card>
  );
}

function isPriced(values: Fields, quantity: Quantity): boolean {
  const kind = KIND_OF[quantity];
  return Boolean(values[`price.${quantity}`] || (kind && values[`price.${kind}`]));
}

function show(credits: Credits | undefined) {
  return credits === undefined ? "–" : <Amount amount={credits} />;
}

/** Undefined while what is typed has no cost. */
function cost(values: Fields, counts: Partial<Record<Quantity, string>>): Credits | undefined {
  const read = readRateFields(values);
  if ("faults" in read) return undefined;
  const used = QUANTITIES.filter(
    (quantity) => isPriced(values, quantity) && COUNT.test(counts[quantity] ?? ""),
  );
  if (used.length === 0) return undefined;
  return priceUsage(
    read.terms,
    Object.fromEntries(used.map((quantity) => [quantity, counts[quantity]])),
  );
}
