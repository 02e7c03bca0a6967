"use client";

import { KeySnippet } from "@/components/key-snippet";
import { Alert } from "@/components/ui/alert";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { createKeyAction, type KeyState } from "./actions";

const FRESH: KeyState = { done: false };

interface Props {
  readonly scopes: readonly { readonly scope: string; readonly text: string }[];
}

/** Makes a key and shows it this once. */
export function KeyForm({ scopes }: Props) {
  const [state, submit, form] = useFormAction(createKeyAction, FRESH);
  const { fields = {}, typed = {} } = state;
  return (
    <form ref={form} action={submit} className="grid gap-4 border-t pt-5">
      {state.problem && <Alert tone="negative">{state.problem}</Alert>}
      {state.key && (
        <Alert tone="positive" title="Copy the key now. It is not shown again">
          <span className="flex items-center gap-1">
            <code className="min-w-0 break-all" data-testid="new-key">
              {state.key}
            </code>
            <CopyButton text={state.key} label="Copy the key" />
          </span>
          <KeySnippet apiKey={state.key} origin={window.location.origin} />
        </Alert>
      )}
      <Field id="key-name" label="New key" hint="For example the name of the service that uses it.">
        <Input
          {...fieldProps("key-name")}
          name="name"
          required
          maxLength={80}
          defaultValue={typed.name}
        />
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-medium">Permissions</legend>
        {scopes.map(({ scope, text }, index) => (
          <label key={scope} className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              defaultChecked={index === 0}
              className="size-5 accent-accent"
            />
            {text}
          </label>
        ))}
      </fieldset>
      <Field
        id="budget"
        label="Monthly budget (credits)"
        hint="What the key may spend in a calendar month (UTC). Leave it empty for no limit."
        error={fields.budget}
      >
        <Input
          {...fieldProps("budget", fields.budget)}
          name="budget"
          inputMode="decimal"
          maxLength={20}
          defaultValue={typed.budget}
        />
      </Field>
      <SubmitButton variant="secondary" className="justify-self-start">
        Create key
      </SubmitButton>
    </form>
  );
}
