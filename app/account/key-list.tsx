"use client";

import { KeyRound } from "lucide-react";
import { Amount } from "@/components/credits/amount";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Timestamp } from "@/components/ui/timestamp";
import { useFormAction } from "@/components/use-form-action";
import type { ShownKey } from "@/lib/access/api-keys";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { type Credits, ZERO_CREDITS } from "@/lib/shared/credits";
import { revokeKeyAction } from "./actions";

interface Props {
  readonly keys: readonly ShownKey[];
  /** What was used this month of each budget, by its id. */
  readonly uses: ReadonlyMap<string, Credits>;
}

export function KeyList({ keys, uses }: Props) {
  if (keys.length === 0) {
    return (
      <EmptyState icon={KeyRound} title="No keys yet">
        Services use a key to read your balance and to open checkout pages for you.
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y">
      {keys.map((key) => (
        <KeyItem key={key.id} apiKey={key} used={uses.get(key.budgetId) ?? ZERO_CREDITS} />
      ))}
    </ul>
  );
}

function KeyItem({ apiKey, used }: { readonly apiKey: ShownKey; readonly used: Credits }) {
  const [state, revoke, form] = useFormAction(revokeKeyAction, EMPTY_FORM);
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
        {apiKey.monthlyBudget !== null && (
          <p className="text-muted-foreground text-xs">
            <Amount amount={used} /> of <Amount amount={apiKey.monthlyBudget} /> credits used this
            month
          </p>
        )}
        {state.problem && <p className="text-negative">{state.problem}</p>}
      </div>
      <form ref={form} action={revoke}>
        <input type="hidden" name="id" value={apiKey.id} />
        <ConfirmDialog
          button="Revoke"
          buttonLabel={`Revoke ${apiKey.name}`}
          buttonSize="sm"
          title={`Revoke ${apiKey.name}?`}
          confirm="Revoke key"
        >
          Every service that uses this key is refused at once. This cannot be undone.
        </ConfirmDialog>
      </form>
    </li>
  );
}
