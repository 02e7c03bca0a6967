"use client";

import { createPasskey } from "@/components/passkey-ceremony";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM, type FormState } from "@/lib/api/form-state";
import { addPasskeyAction, offerPasskeyAction } from "./actions";

const CANCELLED = "No passkey was made. Try again, and follow what your device asks.";

/** Makes a passkey on this device and keeps its public half. */
export function PasskeyForm() {
  const [state, submit, form] = useFormAction(
    async (_: FormState, data: FormData): Promise<FormState> => {
      const name = String(data.get("name"));
      const { options, problem } = await offerPasskeyAction();
      if (problem) return { done: false, typed: { name }, problem };
      const response = await createPasskey(options).catch(() => undefined);
      if (!response) return { done: false, typed: { name }, problem: CANCELLED };
      return addPasskeyAction({ response, name });
    },
    EMPTY_FORM,
  );
  const { done, problem, fields = {}, typed = {} } = state;
  return (
    <form ref={form} action={submit} className="grid gap-4 border-t pt-4">
      {done && <Alert tone="positive">The passkey is added.</Alert>}
      {problem && <Alert tone="negative">{problem}</Alert>}
      <Field
        id="passkey-name"
        label="New passkey"
        hint="For example the device that it is on."
        error={fields.name}
      >
        <Input
          {...fieldProps("passkey-name", fields.name)}
          name="name"
          required
          maxLength={60}
          defaultValue={typed.name}
        />
      </Field>
      <SubmitButton variant="secondary" className="justify-self-start">
        Add passkey
      </SubmitButton>
    </form>
  );
}
