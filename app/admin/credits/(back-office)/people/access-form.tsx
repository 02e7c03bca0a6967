"use client";

import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import type { ListedUser } from "@/lib/access/manage-users";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { changeAccessAction } from "./actions";

export function AccessForm({ user }: { readonly user: ListedUser }) {
  const [state, submit, form] = useFormAction(changeAccessAction, EMPTY_FORM);
  return (
    <form ref={form} action={submit} className="grid justify-items-start gap-1">
      <input type="hidden" name="user" value={user.id} />
      <input type="hidden" name="disable" value={user.disabled ? "" : "yes"} />
      {user.disabled ? (
        <SubmitButton variant="secondary" size="sm" aria-label={`Enable ${user.name}`}>
          Enable
        </SubmitButton>
      ) : (
        <ConfirmDialog
          button="Disable"
          buttonLabel={`Disable ${user.name}`}
          buttonSize="sm"
          title={`Disable ${user.name} (${user.email})?`}
          confirm="Disable"
        >
          Sessions and API keys end at once, and signing in is refused until you enable the account.
        </ConfirmDialog>
      )}
      {state.problem && <p className="text-negative text-xs">{state.problem}</p>}
    </form>
  );
}
