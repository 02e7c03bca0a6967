"use client";

import { type FormEvent, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { useFormAction } from "@/components/use-form-action";
import { QUANTITIES } from "@/lib/rates/quantities";
import { type Fields, hintOf, nameQuantity } from "@/lib/rates/rate-fields";
import { type RateFormState, rateAction } from "../actions";
import { Calculator } from "./calculator";
import { Comparisons } from "./comparison";
import { PriceField } from "./price-field";

interface Props {
  /** Undefined for a new rate. */
  readonly rate: { readonly service: string; readonly model: string } | undefined;
  /** What holds now, as the fields of the form. */
  readonly initial: Fields;
}

const FRESH: RateFormState = { done: false };

/** The prices of a model. Saving makes a new version; what was charged before stays as it is. */
export function RateForm({ rate, initial }: Props) {
  const [state, submit, form] = useFormAction(rateAction, FRESH);
  const [values, setValues] = useState<Fields>(initial);
  const shown = { ...initial, ...state.typed };

  function follow({ currentTarget }: FormEvent<HTMLFormElement>) {
    const typed = [...new FormData(currentTarget)];
    setValues(Object.fromEntries(typed.map(([name, value]) => [name, String(value).trim()])));
  }

  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Card>
        <CardHeader>
          <CardTitle>Prices in credits</CardTitle>
        </CardHeader>
        <CardContent>
          <form ref={form} action={submit} onInput={follow} className="grid gap-4" noValidate>
            {state.problem && <Alert tone="negative">{state.problem}</Alert>}
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                {...{ state, name: "service", label: "Service", required: true }}
                initial={rate?.service ?? "llm"}
                readOnly={rate !== undefined}
                hint="As the service names itself in its requests."
              />
              <TextField
                {...{ state, name: "model", label: "Model", required: true }}
                initial={rate?.model}
                readOnly={rate !== undefined}
                hint="Write * to price all models that have no rate."
              />
              {QUANTITIES.map((quantity) => (
                <PriceField
                  key={quantity}
                  quantity={quantity}
                  label={nameQuantity(quantity)}
                  hint={hintOf(quantity)}
                  values={shown}
                  error={state.fields?.[`price.${quantity}`]}
                />
              ))}
              <TextField
                {...{ state, name: "minimum", label: "Minimum for a request" }}
                initial={initial.minimum}
                inputMode="decimal"
              />
              <TextField
                {...{ state, name: "markup", label: "Markup in percent" }}
                initial={initial.markup}
                hint="Added to the sum of the prices."
                inputMode="decimal"
              />
            </div>
            <TextField
              {...{ state, name: "tiers", label: "Tiers", lines: 3 }}
              initial={initial.tiers}
              hint="Other prices for large requests, one a line: output_tokens above 200000 input_tokens: 22.5"
            />
            {state.comparisons && <Comparisons comparisons={state.comparisons} />}
            <div className="flex flex-wrap gap-2">
              <SubmitButton name="intent" value="save">
                Save as a new version
              </SubmitButton>
              <SubmitButton name="intent" value="compare" variant="secondary">
                Compare with last month
              </SubmitButton>
            </div>
          </form>
        </CardContent>
      </Card>
      <Calculator values={values} current={rate && initial} />
    </div>
  );
}
