"use client";

import { Alert } from "@/components/ui/alert";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { removeRateAction } from "../actions";

/** Ends a rate. */
export function RemoveForm({ service, model }: { service: string; model: string }) {
  const [state, submit, form] = useFormAction(removeRateAction, EMPTY_FORM);
  return (
    <form ref={form} action={submit} className="grid gap-3">
      {state.problem && <Alert tone="negative">{state.problem}</Alert>}
      <input type="hidden" name="service" value={service} />
      <input type="hidden" name="model" value={model} />
      <ConfirmDialog
        button="Remove this rate"
        title={`Remove the rate of ${model} of ${service}?`}
        confirm="Remove"
      >
        From now on its requests are priced by the default of the service, or refused when there is
        none. Its versions are kept, and what was charged stays as it is.
      </ConfirmDialog>
    </form>
  );
}
