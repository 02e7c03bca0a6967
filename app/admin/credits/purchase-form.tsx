"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { purchasePack } from "./actions";

interface Props {
  readonly packCode: string;
  readonly packName: string;
  readonly popular: boolean;
  /** The page says why. */
  readonly blocked: boolean;
}

/** The button of a pack. A double click buys once; what went wrong is said beside it. */
export function PurchaseForm({ packCode, packName, popular, blocked }: Props) {
  const [state, submit] = useActionState(purchasePack, EMPTY_FORM);
  return (
    <form action={submit} className="grid gap-2">
      <input type="hidden" name="pack" value={packCode} />
      {state.problem && (
        <p role="alert" className="rounded-lg bg-negative-soft px-3 py-2 text-negative">
          {state.problem}
        </p>
      )}
      <SubmitButton
        variant={popular ? "primary" : "secondary"}
        aria-describedby={`pack-${packCode}`}
        title={packName}
        disabled={blocked}
      >
        Purchase Credits
      </SubmitButton>
    </form>
  );
}
