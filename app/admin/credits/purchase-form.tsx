"use client";

import { useEffect } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { purchasePack } from "./actions";

interface Props {
  readonly packCode: string;
  readonly packName: string;
  readonly popular: boolean;
  /** The page says why. */
  readonly blocked: boolean;
  /** Chosen before sign-in: the focus goes to it. */
  readonly wanted: boolean;
}

/** The button of a pack. A double click buys once; what went wrong is said beside it. */
export function PurchaseForm({ packCode, packName, popular, blocked, wanted }: Props) {
  const [state, submit, form] = useFormAction(purchasePack, EMPTY_FORM);
  useEffect(() => {
    if (wanted) form.current?.querySelector("button")?.focus();
  }, [wanted, form]);
  return (
    <form ref={form} action={submit} className="grid gap-2">
      <input type="hidden" name="pack" value={packCode} />
      {state.problem && (
        <p
          role="alert"
          tabIndex={-1}
          className="rounded-lg bg-negative-soft px-3 py-2 text-negative"
        >
          {state.problem}
        </p>
      )}
      <SubmitButton
        variant={popular || wanted ? "primary" : "secondary"}
        aria-describedby={`pack-${packCode}`}
        title={packName}
        disabled={blocked}
      >
        Purchase Credits
      </SubmitButton>
    </form>
  );
}
