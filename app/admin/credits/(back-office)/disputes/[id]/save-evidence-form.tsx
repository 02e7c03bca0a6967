"use client";

import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { saveEvidence } from "../actions";

/** Saves the evidence at Stripe; sending it is a decision of its own, made there. */
export function SaveEvidenceForm({ disputeId }: { readonly disputeId: string }) {
  const [state, submit, form] = useFormAction(saveEvidence, EMPTY_FORM);
  return (
    <form ref={form} action={submit} className="grid justify-items-end gap-1">
      <input type="hidden" name="dispute" value={disputeId} />
      <SubmitButton>Save to Stripe</SubmitButton>
      {state.problem && (
        <p role="alert" tabIndex={-1} className="text-negative">
          {state.problem}
        </p>
      )}
      {state.done && (
        <p role="status" className="text-positive">
          Saved. Review it in Stripe, then send it there.
        </p>
      )}
    </form>
  );
}
