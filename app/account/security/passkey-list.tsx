"use client";

import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Timestamp } from "@/components/ui/timestamp";
import { useFormAction } from "@/components/use-form-action";
import type { Passkey } from "@/lib/access/passkeys";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { removePasskeyAction } from "./actions";

export function PasskeyList({ passkeys }: { readonly passkeys: readonly Passkey[] }) {
  if (passkeys.length === 0) {
    return (
      <p className="text-muted-foreground">
        A passkey signs you in with your fingerprint, face or PIN. It can’t be guessed, and it works
        on this site only.
      </p>
    );
  }
  return (
    <ul className="divide-y">
      {passkeys.map((passkey) => (
        <PasskeyItem key={passkey.id} passkey={passkey} />
      ))}
    </ul>
  );
}

function PasskeyItem({ passkey }: { readonly passkey: Passkey }) {
  const [state, remove, form] = useFormAction(removePasskeyAction, EMPTY_FORM);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0">
        <p className="break-words font-medium">{passkey.name}</p>
        <p className="text-muted-foreground text-xs">
          added <Timestamp at={passkey.createdAt} />
          {passkey.lastUsedAt && (
            <>
              , last used <Timestamp at={passkey.lastUsedAt} />
            </>
          )}
        </p>
        {state.problem && <p className="text-negative">{state.problem}</p>}
      </div>
      <form ref={form} action={remove}>
        <input type="hidden" name="id" value={passkey.id} />
        <ConfirmDialog
          button="Remove"
          buttonLabel={`Remove ${passkey.name}`}
          buttonSize="sm"
          title={`Remove ${passkey.name}?`}
          confirm="Remove passkey"
        >
          You can no longer sign in with it. Make sure that another way in works.
        </ConfirmDialog>
      </form>
    </li>
  );
}
