import type { ComponentProps, ReactNode } from "react";
import type { FormState } from "@/lib/api/form-state";
import { Field, fieldProps } from "./field";
import { Input, Textarea } from "./input";

interface Props extends Omit<ComponentProps<typeof Input>, "id"> {
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
  /** What became of the form: its error for this field, and what was typed before. */
  readonly state: Pick<FormState, "fields" | "typed">;
  readonly initial?: string;
  /** The control's id, where two forms of a page have a field of this name. */
  readonly id?: string;
  /** More than one line makes it a text area. */
  readonly lines?: number;
}

/** A text of a form: label, control, hint and error. After a refusal it keeps what was typed. */
export function TextField(props: Props) {
  const { name, label, hint, state, initial, id = name, lines = 1, className, ...rest } = props;
  const error = state.fields?.[name];
  const control = {
    ...fieldProps(id, error),
    name,
    defaultValue: state.typed?.[name] ?? initial,
  };
  const { required, maxLength, placeholder } = rest;
  return (
    <Field id={id} label={label} hint={hint} error={error} className={className}>
      {lines > 1 ? (
        <Textarea {...control} rows={lines} {...{ required, maxLength, placeholder }} />
      ) : (
        <Input {...control} {...rest} />
      )}
    </Field>
  );
}
