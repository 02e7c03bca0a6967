import { isProductError } from "@/lib/shared/errors";

/** What a form shows after it was sent: done, or what was wrong, with what was typed still there. */
export interface FormState {
  readonly done: boolean;
  /** A sentence about the whole. */
  readonly problem?: string;
  /** A sentence for each faulty field. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly typed?: Readonly<Record<string, string>>;
}

export const EMPTY_FORM: FormState = { done: false };

/** What was typed into a field, without space around it and without NUL, which PostgreSQL refuses. */
export function textOf(form: FormData, name: string): string {
  return String(form.get(name) ?? "")
    .replaceAll("\0", "")
    .trim();
}

/** Everything that was typed into a form, so that it stays after a refusal. */
export function typedOf(form: FormData): Record<string, string> {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith("$ACTION"));
  return Object.fromEntries(names.map((name) => [name, textOf(form, name)]));
}

/**
 * Runs a form's work and turns an expected error into what the form shows. Whatever else is
 * thrown goes on to the error page and the log.
 */
export async function toFormState(
  typed: Record<string, string>,
  work: () => Promise<unknown>,
): Promise<FormState> {
  try {
    await work();
    return { done: true };
  } catch (error) {
    if (!isProductError(error)) throw error;
    const fields = error.extra.fields as Record<string, string> | undefined;
    return { done: false, typed, fields, problem: fields ? undefined : error.detail };
  }
}
