"use client";

import { QRCodeSVG } from "qrcode.react";
import { Alert } from "@/components/ui/alert";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { beginTotpAction, confirmTotpAction, removeTotpAction, type TotpState } from "./actions";

const FRESH: TotpState = { done: false };

interface Props {
  readonly isOn: boolean;
  /** Recovery codes that weren't used yet. */
  readonly codesLeft: number;
}

/** Turns codes of an authenticator app on and off. */
export function TotpForm({ isOn, codesLeft }: Props) {
  const [begun, begin] = useFormAction(beginTotpAction, FRESH);
  const [state, confirm, form] = useFormAction(
    (before: TotpState, data: FormData) =>
      confirmTotpAction({ ...before, setup: begun.setup }, data),
    FRESH,
  );
  if (state.recoveryCodes) return <RecoveryCodes codes={state.recoveryCodes} />;
  if (isOn) return <TurnOff codesLeft={codesLeft} />;
  if (!begun.setup) {
    return (
      <form action={begin} className="grid gap-3">
        {begun.problem && <Alert tone="negative">{begun.problem}</Alert>}
        <p className="text-muted-foreground">
          Signing in then asks for a code from an authenticator app on your phone, beside the
          password.
        </p>
        <SubmitButton variant="secondary" className="justify-self-start">
          Turn on
        </SubmitButton>
      </form>
    );
  }
  const { secret, uri } = begun.setup;
  return (
    <form ref={form} action={confirm} className="grid gap-4">
      {state.problem && <Alert tone="negative">{state.problem}</Alert>}
      <p>Scan this with your authenticator app, or enter the key there by hand.</p>
      <QRCodeSVG
        value={uri}
        size={168}
        marginSize={3}
        title="QR code for an authenticator app"
        className="rounded-lg"
      />
      <p className="flex items-center gap-1">
        <code className="break-all text-sm" data-testid="totp-secret">
          {secret}
        </code>
        <CopyButton text={secret} label="Copy the key" />
      </p>
      <Field id="totp-code" label="Code that the app shows" error={state.fields?.code}>
        <Input
          {...fieldProps("totp-code", state.fields?.code)}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={10}
          required
        />
      </Field>
      <SubmitButton className="justify-self-start">Confirm</SubmitButton>
    </form>
  );
}

function RecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  return (
    <Alert tone="positive" title="Two-step sign-in is on. Keep these recovery codes">
      <p>Each signs you in once without the app. They are not shown again.</p>
      <pre className="my-3 text-sm" data-testid="recovery-codes">
        {codes.join("\n")}
      </pre>
      <CopyButton text={codes.join("\n")} label="Copy the codes" />
    </Alert>
  );
}

function TurnOff({ codesLeft }: { readonly codesLeft: number }) {
  const [state, remove, form] = useFormAction(removeTotpAction, EMPTY_FORM);
  return (
    <form ref={form} action={remove} className="grid gap-3">
      {state.problem && <Alert tone="negative">{state.problem}</Alert>}
      <p>
        On. {codesLeft} recovery {codesLeft === 1 ? "code is" : "codes are"} left.
      </p>
      <ConfirmDialog
        button="Turn off"
        buttonSize="sm"
        title="Turn off two-step sign-in?"
        confirm="Turn off"
      >
        Your password alone then signs you in. The recovery codes stop working.
      </ConfirmDialog>
    </form>
  );
}
