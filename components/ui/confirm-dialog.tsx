"use client";

import { type ReactNode, useId, useRef } from "react";
import { Button } from "./button";
import { SubmitButton } from "./submit-button";

interface Props {
  /** The button that asks; the form is only sent by the one in the dialog. */
  readonly button: ReactNode;
  /** Names what the button alone does not, for readers who do not see its row. */
  readonly buttonLabel?: string;
  readonly buttonSize?: "sm" | "md";
  /** `primary` where nothing is lost by a yes. */
  readonly tone?: "danger" | "primary";
  /** The question, with all that it is about. */
  readonly title: ReactNode;
  /** What follows from a yes. */
  readonly children: ReactNode;
  readonly confirm: ReactNode;
}

/**
 * A submit button with a question before it, in the browser's own modal dialog: Escape and Cancel
 * send nothing, and the focus comes back. Stands in a form; the form is checked before the question.
 */
export function ConfirmDialog(props: Props) {
  const { button, buttonLabel, buttonSize = "md", tone = "danger" } = props;
  const { title, children, confirm } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  return (
    <>
      <Button
        type="button"
        variant={buttonSize === "sm" ? "secondary" : tone}
        size={buttonSize}
        aria-label={buttonLabel}
        aria-haspopup="dialog"
        className="justify-self-start"
        onClick={({ currentTarget: { form } }) => {
          if (!form || form.reportValidity()) dialog.current?.showModal();
        }}
      >
        {button}
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby={titleId}
        className="m-auto w-[calc(100%-2rem)] max-w-md rounded-xl border bg-surface p-6 text-foreground shadow-lg backdrop:bg-black/50"
      >
        <div className="grid gap-3">
          <h2 id={titleId} className="break-words font-semibold text-lg">
            {title}
          </h2>
          <p className="text-muted-foreground">{children}</p>
          <div className="flex flex-wrap justify-end gap-2 pt-2">
            <Button type="button" variant="secondary" onClick={() => dialog.current?.close()}>
              Cancel
            </Button>
            <SubmitButton variant={tone} onClick={() => dialog.current?.close()}>
              <span>{confirm}</span>
            </SubmitButton>
          </div>
        </div>
      </dialog>
    </>
  );
}
