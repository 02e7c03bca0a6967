"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { requireActor } from "@/lib/access";
import { createApiKey, revokeApiKey } from "@/lib/access/api-keys";
import { changePassword } from "@/lib/access/change-password";
import { requireRecentActor } from "@/lib/access/require";
import { ALL_SCOPES } from "@/lib/access/scopes";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { database } from "@/lib/runtime/database";
import { readTypedCredits } from "@/lib/shared/typed-input";

export async function changePasswordAction(_: FormState, form: FormData): Promise<FormState> {
  const person = await requireActor();
  const state = await toFormState({}, () =>
    changePassword(database(), person.id, {
      currentPassword: String(form.get("currentPassword") ?? "").slice(0, 200),
      newPassword: String(form.get("newPassword") ?? ""),
      revokeKeys: form.get("revokeKeys") === "on",
    }),
  );
  // Every session has ended, this one too.
  if (state.done) redirect("/sign-in?next=/account");
  return state;
}

/** What the form shows after a key was made: the key, this once. */
export interface KeyState extends FormState {
  readonly key?: string;
}

export async function createKeyAction(_: KeyState, form: FormData): Promise<KeyState> {
  const person = await requireRecentActor("/account");
  const [name, budget] = [textOf(form, "name"), textOf(form, "budget")];
  const asked = form.getAll("scopes").map(String);
  const scopes = ALL_SCOPES.filter((scope) => asked.includes(scope));
  let key: string | undefined;
  const state = await toFormState({ name, budget }, async () => {
    const monthlyBudget = budget === "" ? undefined : readTypedCredits(budget, "budget");
    ({ key } = await createApiKey(database(), person.id, { name, scopes, monthlyBudget }));
  });
  if (state.done) revalidatePath("/account");
  return { ...state, key };
}

export async function revokeKeyAction(_: FormState, form: FormData): Promise<FormState> {
  const person = await requireActor();
  const state = await toFormState({}, () =>
    revokeApiKey(database(), person.id, String(form.get("id") ?? "")),
  );
  revalidatePath("/account");
  return state;
}
