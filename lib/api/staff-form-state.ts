import type { User } from "@/lib/access/users";
import { auditRefusals } from "@/lib/audit/audit-refusals";
import { database } from "@/lib/runtime/database";
import { type FormState, toFormState } from "./form-state";

/** What a member of staff wants to do, for the audit log. */
interface StaffAttempt {
  readonly user: User;
  /** As noun.verb, such as "refund.start". */
  readonly action: string;
  readonly target?: { readonly type: string; readonly id: string };
}

/**
 * Runs a form's work for a member of staff, as toFormState does. What is refused is kept in the
 * audit log, too.
 * @param typed what was typed, to be shown again
 */
export function toStaffFormState(
  { user, action, target }: StaffAttempt,
  typed: Record<string, string>,
  work: () => Promise<unknown>,
): Promise<FormState> {
  const attempt = { actor: user.id, action, target };
  return toFormState(typed, () => auditRefusals(database(), attempt, work));
}
