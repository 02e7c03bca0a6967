import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

interface Props {
  readonly id: string;
  readonly error: string | undefined;
  readonly typed?: string | undefined;
}

/** Why an admin resolves or dismisses an event. */
export function ReasonField({ id, error, typed }: Props) {
  return (
    <Field id={id} label="Reason" hint="Kept in the audit log." error={error}>
      <Input
        {...fieldProps(id, error)}
        name="reason"
        defaultValue={typed}
        required
        maxLength={500}
      />
    </Field>
  );
}
