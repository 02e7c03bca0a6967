"use client";

import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { inviteAction } from "./actions";
import { ROLES } from "./roles";

export function InviteForm() {
  const [state, submit, form] = useFormAction(inviteAction, EMPTY_FORM);
  const { done, problem, fields = {}, typed = {} } = state;
  return (
    <form ref={form} action={submit} className="grid items-start gap-4 sm:grid-cols-3" noValidate>
      {done && (
        <Alert tone="positive" className="sm:col-span-3">
          The invitation is on its way. It works for seven days.
        </Alert>
      )}
      {problem && (
        <Alert tone="negative" className="sm:col-span-3">
          {problem}
        </Alert>
      )}
      <Field id="invite-name" label="Name" error={fields.name}>
        <Input
          {...fieldProps("invite-name", fields.name)}
          name="name"
          required
          maxLength={100}
          defaultValue={typed.name}
        />
      </Field>
      <Field id="invite-email" label="Email" error={fields.email}>
        <Input
          {...fieldProps("invite-email", fields.email)}
          name="email"
          type="email"
          autoComplete="off"
          required
          maxLength={254}
          defaultValue={typed.email}
        />
      </Field>
      <Field id="invite-role" label="Role">
        <Select {...fieldProps("invite-role")} name="role" defaultValue={typed.role ?? "support"}>
          {ROLES.map(({ role, label }) => (
            <option key={role} value={role}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <SubmitButton className="justify-self-start">Send invitation</SubmitButton>
    </form>
  );
}
