import { PasswordInput } from "./password-input";
import { Field, fieldProps } from "./ui/field";

interface Props {
  /** The field's name in the form, and its id. */
  readonly name: string;
  readonly label: string;
  readonly error: string | undefined;
  /** What is said under it, beside the rule. */
  readonly hint?: string;
}

/** Where a password is chosen: at sign-up, after a reset, by invitation, and in the account. */
export function NewPasswordField({
  name,
  label,
  error,
  hint = "A few words that only you would put together are good.",
}: Props) {
  return (
    <Field id={name} label={label} hint={`At least 12 characters. ${hint}`} error={error}>
      <PasswordInput
        {...fieldProps(name, error)}
        name={name}
        autoComplete="new-password"
        required
        maxLength={200}
      />
    </Field>
  );
}
