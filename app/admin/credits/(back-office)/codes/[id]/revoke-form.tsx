"use client";

import { Alert } from "@/components/ui/alert";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { revokeCodeAction } from "../actions";

/** Ends a campaign. */
export function RevokeForm({ id, name }: { readonly id: string; readonly name: string }) {
  const [state, submit, form] = useFormAction(revokeCodeAction, EMPTY_FORM);
  return (
    <form ref={form} action={submit} className="grid gap-3">
      {state.problem && <Alert tone="negative">{state.problem}</Alert>}
      <input type="hidden" name="id" value={id} />
      <ConfirmDialog button="Revoke" title={`Revoke ${name}?`} confirm="Revoke">
        Nobody can claim it any more. Credits that were claimed stay with the customers. A revoked
        code cannot be used again.
      </ConfirmDialog>
    </form>
  );
}
