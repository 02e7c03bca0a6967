"use client";

import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { dismiss } from "../actions";
import { ReasonField } from "./reason-field";

interface Props {
  readonly eventId: string;
  /** Whether the page offers a way to resolve it. */
  readonly resolvable: boolean;
}

/** For an event whose payment was handled outside of this app. */
export function Dismiss({ eventId, resolvable }: Props) {
  const [state, submit, form] = useFormAction(dismiss, EMPTY_FORM);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Already handled?</CardTitle>
      </CardHeader>
      <CardContent>
        <form ref={form} action={submit} className="grid max-w-lg gap-4">
          <p className="text-muted-foreground">
            {!resolvable && "Process it again first: the cause may be gone. "}
            If this payment was handled elsewhere, for example refunded in Stripe, dismiss the
            event. It no longer needs review, and no credits move.
          </p>
          {state.problem && <Alert tone="negative">{state.problem}</Alert>}
          <input type="hidden" name="event" value={eventId} />
          <ReasonField
            id="dismiss-reason"
            error={state.fields?.reason}
            typed={state.typed?.reason}
          />
          <SubmitButton variant="secondary" className="justify-self-start">
            Dismiss
          </SubmitButton>
        </form>
      </CardContent>
    </Card>
  );
}
