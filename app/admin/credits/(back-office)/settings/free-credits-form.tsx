"use client";

import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Select } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { saveFreeCreditsAction } from "./actions";

interface Choice {
  /** A campaign's id. */
  readonly id: string;
  readonly name: string;
}

interface Props {
  readonly signUp: { readonly chosen: string; readonly choices: readonly Choice[] };
  readonly referral: { readonly chosen: string; readonly choices: readonly Choice[] };
}

/** Which campaigns give credits by themselves. */
export function FreeCreditsForm({ signUp, referral }: Props) {
  const [state, submit, form] = useFormAction(saveFreeCreditsAction, EMPTY_FORM);
  const { done, problem, fields = {} } = state;
  return (
    <form ref={form} action={submit} className="grid gap-4">
      {done && <Alert tone="positive">Saved.</Alert>}
      {problem && <Alert tone="negative">{problem}</Alert>}
      <CampaignField
        {...signUp}
        id="signUp"
        label="Campaign for a sign-up"
        hint="Credits each new user once their email is verified."
        error={fields.signUp}
      />
      <CampaignField
        {...referral}
        id="referral"
        label="Campaign for a referral"
        hint="Credits the new user and the user whose referral link they opened."
        error={fields.referral}
      />
      <SubmitButton className="justify-self-start">Save</SubmitButton>
    </form>
  );
}

function CampaignField(props: {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
  readonly chosen: string;
  readonly choices: readonly Choice[];
}) {
  const { id, label, hint, error, chosen, choices } = props;
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <Select {...fieldProps(id, error)} name={id} defaultValue={chosen}>
        <option value="">None</option>
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
