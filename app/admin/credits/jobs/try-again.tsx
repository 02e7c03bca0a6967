"use client";

import { RotateCw } from "lucide-react";
import { useActionState, useEffect } from "react";
import { toast } from "sonner";
import { SubmitButton } from "@/components/ui/submit-button";
import { EMPTY_FORM } from "@/lib/http/form-state";
import { tryAgain } from "./actions";

interface Props {
  readonly queue: string;
  readonly id: string;
  /** What is tried again, for who doesn't see the row. */
  readonly label: string;
}

export function TryAgain({ queue, id, label }: Props) {
  const [state, submit] = useActionState(tryAgain, EMPTY_FORM);
  useEffect(() => {
    // A toast, because the row is gone once the job waits again.
    if (state.done) toast.success("It is being tried again.");
    else if (state.problem) toast.error(state.problem);
  }, [state]);
  return (
    <form action={submit}>
      <input type="hidden" name="queue" value={queue} />
      <input type="hidden" name="id" value={id} />
      <SubmitButton variant="secondary" size="sm">
        <RotateCw aria-hidden /> Try again<span className="sr-only">: {label}</span>
      </SubmitButton>
    </form>
  );
}
