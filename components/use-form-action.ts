"use client";

import { type RefObject, useActionState, useEffect, useRef } from "react";

interface FormOutcome {
  readonly problem?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

const UNREACHABLE =
  "The server could not be reached, and nothing was sent. Check your connection and try again.";

/**
 * useActionState for a form: a network failure becomes the form's problem instead of replacing the
 * page, and after any failure the focus goes to the first faulty field, or else to the problem.
 * @returns the state, the action, and the ref that the form needs
 */
export function useFormAction<State extends FormOutcome>(
  action: (before: State, form: FormData) => Promise<State>,
  initial: Awaited<State>,
): [State, (form: FormData) => void, RefObject<HTMLFormElement | null>] {
  const formRef = useRef<HTMLFormElement>(null);
  const [state, submit] = useActionState<State, FormData>(async (before, form) => {
    try {
      return await action(before as State, form);
    } catch (error) {
      if (!isNetworkFailure(error)) throw error;
      return { ...before, typed: textsOf(form), fields: undefined, problem: UNREACHABLE };
    }
  }, initial);
  useEffect(() => {
    if (!state.problem && !state.fields) return;
    const faulty = formRef.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    const problem = formRef.current?.querySelector<HTMLElement>("[role=alert]");
    (faulty ?? problem)?.focus();
  }, [state]);
  return [state, submit, formRef];
}

/** What fetch throws when there is no answer; a redirect of Next is another kind of error. */
function isNetworkFailure(error: unknown): boolean {
  return error instanceof TypeError;
}

/** What was typed, so that it stays; files and passwords don't. */
export function textsOf(form: FormData): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === "string" && !/password/i.test(name)) texts[name] = value;
  }
  return texts;
}
