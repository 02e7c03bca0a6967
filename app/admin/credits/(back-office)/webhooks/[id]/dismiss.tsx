"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { dismiss } from "../actions";
import { ReasonField } from "./reason-field";

interface Props {
  readonly eventId: string;
  /** Whether the page offers to mend what is in the way. */
  readonly mendable: boolean;
}

/** For an event that an admin has seen to elsewhere. */
export function Dismiss({ eventId, mendable }: Props) {
  const [state, submit] = useActionState(dismiss, EMPTY_FORM);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Seen to elsewhere?</CardTitle>
      </CardHeader>
      <CardContent>
        <form action={submit} className="grid max-w-lg gap-4">
          <p className="text-muted-foreground">
            {!mendable && "Process it again first: what was in the way may be gone. "}
            If you refunded this payment in Stripe, say, dismiss the event: it leaves the list of
            what needs you. No credits move.
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
