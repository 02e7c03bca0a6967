"use client";

import { type FormEvent, useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ProgressBar } from "@/components/ui/progress-bar";
import { TextField } from "@/components/ui/text-field";
import type { ImportResult } from "@/lib/rates/import-rates";
import { importRatesAction } from "../actions";
import { splitList } from "./split-list";

interface Outcome extends ImportResult {
  readonly saved: boolean;
}

const NOTHING: ImportResult = { added: 0, changed: 0, same: 0, withoutPrice: 0 };
const NO_STATE = {};

/** Checks a price list, says what it would change, and imports it. */
export function ImportForm() {
  const [fraction, setFraction] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [pending, start] = useTransition();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    start(async () => {
      setProblem(undefined);
      setOutcome(undefined);
      try {
        const done = await send(form, setFraction);
        if (typeof done === "string") setProblem(done);
        else setOutcome({ ...done, saved: form.get("intent") === "save" });
      } catch {
        setProblem(
          "The import was interrupted. Import the list again: what is there stays as it is.",
        );
      }
      setFraction(undefined);
    });
  }

  return (
    <Card className="max-w-2xl">
      <CardContent className="pt-5">
        <form onSubmit={submit} className="grid gap-4">
          {problem && <Alert tone="negative">{problem}</Alert>}
          {outcome && <Result outcome={outcome} />}
          {fraction !== undefined && <ProgressBar title="Reading the list" fraction={fraction} />}
          <Field id="file" label="Price list" hint="A JSON file.">
            <Input
              {...fieldProps("file")}
              name="file"
              type="file"
              accept="application/json,.json"
              required
              className="py-1.5"
            />
          </Field>
          <TextField
            {...{ state: NO_STATE, name: "service", label: "Service", initial: "llm" }}
            required
            hint="The service whose models these are."
          />
          <TextField
            {...{ state: NO_STATE, name: "creditsPerUsd", label: "Credits for one US dollar" }}
            initial="100"
            required
            inputMode="decimal"
          />
          <TextField
            {...{ state: NO_STATE, name: "markup", label: "Markup in percent" }}
            hint="Empty: none."
            inputMode="decimal"
          />
          <div className="flex flex-wrap gap-2">
            <Button
              type="submit"
              name="intent"
              value="check"
              variant="secondary"
              disabled={pending}
            >
              Check without saving
            </Button>
            <Button type="submit" name="intent" value="save" disabled={pending}>
              Import
            </Button>
          </div>
        </form>
      </CardContent>
    </Card>
  );
}

/** @returns what was done, or what is wrong */
async function send(
  form: FormData,
  onProgress: (fraction: number) => void,
): Promise<ImportResult | string> {
  const file = form.get("file");
  const parts = file instanceof File ? splitList(await file.text()) : undefined;
  if (!parts) return "This is not LiteLLM’s price list.";
  let total = NOTHING;
  for (const [index, text] of parts.entries()) {
    const done = await importRatesAction({
      ...{ text, service: String(form.get("service")).trim() },
      creditsPerUsd: String(form.get("creditsPerUsd")).trim(),
      markupPercent: String(form.get("markup")).trim(),
      save: form.get("intent") === "save",
    });
    if ("problem" in done) return done.problem;
    total = add(total, done);
    onProgress((index + 1) / parts.length);
  }
  return total;
}

function add(a: ImportResult, b: ImportResult): ImportResult {
  return {
    added: a.added + b.added,
    changed: a.changed + b.changed,
    same: a.same + b.same,
    withoutPrice: a.withoutPrice + b.withoutPrice,
  };
}

function Result({ outcome }: { readonly outcome: Outcome }) {
  const { added, changed, same, withoutPrice, saved } = outcome;
  return (
    <Alert
      tone={saved ? "positive" : "info"}
      title={saved ? "The prices were imported" : "Nothing was saved yet"}
    >
      <Count value={added} /> models {saved ? "were" : "would be"} added, <Count value={changed} />{" "}
      changed. <Count value={same} /> have these prices already. <Count value={withoutPrice} /> have
      no price and {saved ? "were" : "would be"} left out.
    </Alert>
  );
}
