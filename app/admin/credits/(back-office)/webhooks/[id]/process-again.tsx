"use client";

import { RotateCw } from "lucide-react";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { type EventFormState, processAgain } from "../actions";

const FRESH: EventFormState = { done: false };

export function ProcessAgain({ eventId }: { readonly eventId: string }) {
  const [state, submit, form] = useFormAction(processAgain, FRESH);
  return (
    <form ref={form} action={submit} className="grid justify-items-end gap-1">
      <input type="hidden" name="event" value={eventId} />
      <SubmitButton variant="secondary">
        <RotateCw aria-hidden /> Process again
      </SubmitButton>
      {(state.outcome ?? state.problem) && (
        <p role="status" className={state.problem ? "text-negative" : "text-muted-foreground"}>
          {state.problem ?? state.outcome}
        </p>
      )}
    </form>
  );
}
