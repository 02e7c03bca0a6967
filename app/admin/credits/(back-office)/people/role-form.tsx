"use client";

import { Select } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import type { ListedUser } from "@/lib/access/manage-users";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { changeRoleAction } from "./actions";
import { ROLES } from "./roles";

export function RoleForm({ user }: { readonly user: ListedUser }) {
  const [state, submit, form] = useFormAction(changeRoleAction, EMPTY_FORM);
  return (
    <form ref={form} action={submit} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="user" value={user.id} />
      <Select
        key={user.role}
        name="role"
        aria-label={`Role of ${user.name}`}
        defaultValue={user.role}
        fit="compact"
      >
        {ROLES.map(({ role, label }) => (
          <option key={role} value={role}>
            {label}
          </option>
        ))}
      </Select>
      <SubmitButton variant="secondary" size="sm" aria-label={`Save role of ${user.name}`}>
        Save
      </SubmitButton>
      {state.problem && <p className="basis-full text-negative text-xs">{state.problem}</p>}
    </form>
  );
}
