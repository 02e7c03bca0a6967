"use client";

import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { addNoteAction } from "../actions";

export function NoteForm({ accountId }: { readonly accountId: string }) {
  const [state, submit, form] = useFormAction(addNoteAction, EMPTY_FORM);
  return (
    <form ref={form} action={submit} className="grid gap-3">
      {state.problem && <Alert tone="negative">{state.problem}</Alert>}
      <input type="hidden" name="account" value={accountId} />
      <Field id="note" label="New note" hint="For admins only." error={state.fields?.reason}>
        <Textarea
          {...fieldProps("note", state.fields?.reason)}
          name="reason"
          rows={2}
          required
          maxLength={500}
          defaultValue={state.typed?.reason}
        />
      </Field>
      <SubmitButton variant="secondary" size="sm" className="justify-self-start">
        Add note
      </SubmitButton>
    </form>
  );
}
