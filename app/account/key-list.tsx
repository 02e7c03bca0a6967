"use client";

import { KeyRound } from "lucide-react";
import { useActionState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Timestamp } from "@/components/ui/timestamp";
import type { ApiKey } from "@/lib/access/api-keys";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { revokeKeyAction } from "./actions";

export function KeyList({ keys }: { readonly keys: readonly ApiKey[] }) {
  if (keys.length === 0) {
    return (
      <EmptyState icon={KeyRound} title="No keys yet">
        A service uses a key to see your balance and open checkout pages for you.
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y">
      {keys.map((key) => (
        <KeyItem key={key.id} apiKey={key} />
      ))}
    </ul>
  );
}

function KeyItem({ apiKey }: { readonly apiKey: ApiKey }) {
  const [state, revoke] = useActionState(revokeKeyAction, EMPTY_FORM);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0">
        <p className="font-medium">{apiKey.name}</p>
        <p className="text-muted-foreground text-xs">
          <code>{apiKey.start}…</code> · {apiKey.scopes.join(", ")} ·{" "}
          {apiKey.lastUsedAt ? (
            <>
              last used <Timestamp at={apiKey.lastUsedAt} />
            </>
          ) : (
            "never used"
          )}
        </p>
        {state.problem && <p className="text-negative">{state.problem}</p>}
      </div>
      <form action={revoke}>
        <input type="hidden" name="id" value={apiKey.id} />
        <SubmitButton variant="secondary" size="sm" aria-label={`Revoke ${apiKey.name}`}>
          Revoke
        </SubmitButton>
      </form>
    </li>
  );
}
