"use client";

import { Amount } from "@/components/credits/amount";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import type { Credits } from "@/lib/shared/credits";
import { takeBackGiftAction } from "./actions";

interface Props {
  readonly id: string;
  readonly credits: Credits;
}

/** Ends a gift that nobody has claimed. */
export function TakeBackForm({ id, credits }: Props) {
  const [state, submit, form] = useFormAction(takeBackGiftAction, EMPTY_FORM);
  return (
    <form ref={form} action={submit} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="id" value={id} />
      {state.problem && (
        <p role="alert" tabIndex={-1} className="text-negative">
          {state.problem}
        </p>
      )}
      <ConfirmDialog
        button="Take back"
        buttonSize="sm"
        title={
          <>
            Take <Amount amount={credits} /> credits back?
          </>
        }
        confirm="Take back"
      >
        The link stops working, and the credits return to your balance.
      </ConfirmDialog>
    </form>
  );
}
