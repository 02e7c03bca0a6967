"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { createKeyAction, type KeyState } from "./actions";

const FRESH: KeyState = { done: false };

interface Props {
  readonly scopes: readonly { readonly scope: string; readonly text: string }[];
}

/** Makes a key and shows it this once. */
export function KeyForm({ scopes }: Props) {
  const [state, submit] = useActionState(createKeyAction, FRESH);
  return (
    <form action={submit} className="grid gap-4 border-t pt-5">
      {state.problem && <Alert tone="negative">{state.problem}</Alert>}
      {state.key && (
        <Alert tone="positive" title="Copy the key now: it isn’t shown again">
          <span className="flex items-center gap-1">
            <code className="min-w-0 break-all" data-testid="new-key">
              {state.key}
            </code>
            <CopyButton text={state.key} label="Copy the key" />
          </span>
        </Alert>
      )}
      <Field
        id="key-name"
        label="New key"
        hint="A name by which you will know it, such as the service that uses it."
      >
        <Input
          {...fieldProps("key-name")}
          name="name"
          required
          maxLength={80}
          defaultValue={state.typed?.name}
        />
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-medium">What it may do</legend>
        {scopes.map(({ scope, text }, index) => (
          <label key={scope} className="flex items-center gap-2">
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              defaultChecked={index === 0}
              className="size-4 accent-accent"
            />
            {text}
          </label>
        ))}
      </fieldset>
      <SubmitButton variant="secondary" className="justify-self-start">
        Create key
      </SubmitButton>
    </form>
  );
}
