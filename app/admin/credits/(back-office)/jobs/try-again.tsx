"use client";

import { RotateCw } from "lucide-react";
import { SubmitButton } from "@/components/ui/submit-button";
import { showToast } from "@/components/ui/toaster";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { tryAgain } from "./actions";

interface Props {
  readonly queue: string;
  readonly id: string;
  /** What is tried again, for who doesn't see the row. */
  readonly label: string;
}

export function TryAgain({ queue, id, label }: Props) {
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

/** Tells by a toast how it went: the row, and all that it could show, is gone with the answer. */
async function submit(form: FormData): Promise<void> {
  const { problem } = await tryAgain(EMPTY_FORM, form);
  if (problem) void showToast("error", problem);
  else void showToast("success", "It is being tried again.");
}
