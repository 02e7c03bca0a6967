"use client";

import { type FormEvent, useState } from "react";
import { PackCard } from "@/components/credits/pack-card";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { Field, fieldProps } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import type { Pack } from "@/lib/purchases/packs";
import { toDecimal } from "@/lib/shared/credits";
import { moneyToDecimal } from "@/lib/shared/money";
import { savePackAction } from "../actions";
import { previewPack } from "./preview-pack";

interface Props {
  /** Undefined adds one. */
  readonly pack: Pack | undefined;
  readonly nextOrder: number;
}

const TEXTS = [
  ["code", "Code", "How programs know it. It cannot be changed later."],
  ["name", "Name", undefined],
  ["credits", "Credits", undefined],
  ["creditsExpireAfterDays", "Credits last, in days", "Empty: they do not expire."],
  ["price", "Price", "In the currency below, such as 10.00."],
  ["currency", "Currency", "Three letters, such as usd."],
  ["discountPercent", "Discount in percent", "Shown as a badge; the price is what is charged."],
  ["maxPerPerson", "Limit per person", "Refunded purchases count. Empty: no limit."],
  ["sortOrder", "Position", "Packs are shown from the lowest number to the highest."],
] as const;

const OPTIONAL: ReadonlySet<string> = new Set(["creditsExpireAfterDays", "maxPerPerson"]);

/** A pack's fields, beside the card that customers will see. */
export function PackForm({ pack, nextOrder }: Props) {
  const [state, submit, form] = useFormAction(savePackAction, EMPTY_FORM);
  const { fields = {}, typed = {}, problem } = state;
  const initial = valuesOf(pack, nextOrder);
  const [values, setValues] = useState<Record<string, string>>(initial);

  function follow(event: FormEvent<HTMLFormElement>) {
    setValues(
      Object.fromEntries(
        [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]),
      ),
    );
  }

  const preview = previewPack(values);
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Card>
        <CardContent className="pt-5">
          <form ref={form} action={submit} onInput={follow} className="grid gap-4" noValidate>
            {problem && <Alert tone="negative">{problem}</Alert>}
            <input type="hidden" name="id" value={pack?.id ?? ""} />
            {TEXTS.map(([name, label, hint]) => (
              <Field key={name} id={name} label={label} hint={hint} error={fields[name]}>
                <Input
                  {...fieldProps(name, fields[name])}
                  name={name}
                  required={!OPTIONAL.has(name)}
                  readOnly={name === "code" && pack !== undefined}
                  defaultValue={typed[name] ?? initial[name]}
                />
              </Field>
            ))}
            <Field id="description" label="Description" error={fields.description}>
              <Textarea
                {...fieldProps("description", fields.description)}
                name="description"
                rows={2}
                defaultValue={typed.description ?? initial.description}
              />
            </Field>
            <Check name="popular" label="Marked as popular" checked={pack?.popular ?? false} />
            <Check name="active" label="For sale" checked={pack?.active ?? true} />
            <SubmitButton className="justify-self-start">Save pack</SubmitButton>
          </form>
        </CardContent>
      </Card>
      <section aria-label="Preview" className="grid gap-2 lg:sticky lg:top-6">
        <p className="text-muted-foreground">What customers see</p>
        {preview ? (
          <PackCard pack={preview}>
            <Button type="button" variant={preview.popular ? "primary" : "secondary"} disabled>
              Purchase Credits
            </Button>
          </PackCard>
        ) : (
          <p className="text-muted-foreground">Enter credits, price and currency to see it.</p>
        )}
      </section>
    </div>
  );
}

function Check({ name, label, checked }: { name: string; label: string; checked: boolean }) {
  return (
    <label className="flex min-h-6 items-center gap-2">
      <input
        type="checkbox"
        name={name}
        defaultChecked={checked}
        className="size-5 accent-accent"
      />
      {label}
    </label>
  );
}

function valuesOf(pack: Pack | undefined, nextOrder: number): Record<string, string> {
  if (!pack) {
    return { currency: "usd", discountPercent: "0", sortOrder: String(nextOrder), active: "on" };
  }
  return {
    ...{ code: pack.code, name: pack.name, description: pack.description },
    ...{ credits: toDecimal(pack.credits), currency: pack.currency },
    price: moneyToDecimal({ amountMinor: pack.priceMinor, currency: pack.currency }),
    creditsExpireAfterDays: String(pack.creditsExpireAfterDays ?? ""),
    maxPerPerson: String(pack.maxPerPerson ?? ""),
    discountPercent: String(pack.discountPercent),
    sortOrder: String(pack.sortOrder),
    ...(pack.popular && { popular: "on" }),
    ...(pack.active && { active: "on" }),
  };
}
