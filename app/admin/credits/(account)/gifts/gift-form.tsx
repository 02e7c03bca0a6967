"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useFormAction } from "@/components/use-form-action";
import { createGiftAction, type GiftState } from "./actions";

const FRESH: GiftState = { done: false };

interface Props {
  /** Made with the page: the same form sent twice makes one gift. */
  readonly requestId: string;
  readonly maxDays: number;
}

/** Puts credits aside and shows the link that claims them. */
export function GiftForm({ requestId, maxDays }: Props) {
  const [state, submit, form] = useFormAction(createGiftAction, FRESH);
  const [amount, setAmount] = useState("");
  const { problem, url, fields = {}, typed = {} } = state;
  return (
    <form ref={form} action={submit} className="grid gap-4">
      <input type="hidden" name="id" value={requestId} />
      {problem && <Alert tone="negative">{problem}</Alert>}
      {url && (
        <Alert tone="positive" title="Send this link. Whoever opens it first can claim the credits">
          <span className="flex items-center gap-1">
            <code className="min-w-0 break-all" data-testid="gift-link">
              {url}
            </code>
            <CopyButton text={url} label="Copy the link" />
          </span>
        </Alert>
      )}
      <Field
        id="credits"
        label="Credits"
        hint="Only credits that you paid for can be given away."
        error={fields.credits}
      >
        <Input
          {...fieldProps("credits", fields.credits)}
          name="credits"
          inputMode="decimal"
          required
          maxLength={20}
          defaultValue={typed.credits}
          onChange={({ currentTarget: { value } }) => setAmount(value.trim())}
        />
      </Field>
      <Field
        id="days"
        label="Days until the link expires"
        hint="Unclaimed credits then come back to you."
        error={fields.days}
      >
        <Input
          {...fieldProps("days", fields.days)}
          name="days"
          type="number"
          min={1}
          max={maxDays}
          required
          defaultValue={typed.days ?? 30}
        />
      </Field>
      <ConfirmDialog
        button="Create link"
        tone="primary"
        title={`Put ${amount || "these"} credits aside?`}
        confirm="Create link"
      >
        They leave your balance now. You can take them back until the link is claimed.
      </ConfirmDialog>
    </form>
  );
}
