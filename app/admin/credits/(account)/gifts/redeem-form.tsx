"use client";

import { Amount } from "@/components/credits/amount";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { parseCredits } from "@/lib/shared/credits";
import { type RedeemState, redeemAction } from "./actions";

const FRESH: RedeemState = { done: false };

/** Takes a promotion code. */
export function RedeemForm() {
  const [state, submit, form] = useFormAction(redeemAction, FRESH);
  const { problem, credits, fields = {}, typed = {} } = state;
  return (
    <form ref={form} action={submit} className="grid gap-4">
      {problem && <Alert tone="negative">{problem}</Alert>}
      {credits && (
        <Alert tone="positive">
          <Amount amount={parseCredits(credits)} /> credits were added to your balance.
        </Alert>
      )}
      <Field
        id="code"
        label="Code"
        hint="Capitals and small letters mean the same."
        error={fields.code}
      >
        <Input
          {...fieldProps("code", fields.code)}
          name="code"
          required
          maxLength={40}
          autoComplete="off"
          spellCheck={false}
          defaultValue={typed.code}
        />
      </Field>
      <SubmitButton variant="secondary" className="justify-self-start">
        Redeem code
      </SubmitButton>
    </form>
  );
}
