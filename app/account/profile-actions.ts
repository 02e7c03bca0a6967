"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { requireActor } from "@/lib/access";
import { changeName, confirmEmailChange, requestEmailChange } from "@/lib/access/change-email";
import { deleteAccount } from "@/lib/access/delete-account";
import { requireRecentActor } from "@/lib/access/require";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { database } from "@/lib/runtime/database";
import { readTypedCredits } from "@/lib/shared/typed-input";
import { saveBalanceAlert } from "@/lib/spending/balance-alerts";

export async function changeNameAction(_: FormState, form: FormData): Promise<FormState> {
  const user = await requireActor();
  const name = textOf(form, "name");
  const state = await toFormState({ name }, () => changeName(database(), user.id, name));
  if (state.done) revalidatePath("/account");
  return { ...state, typed: { name } };
}

export async function saveAlertAction(_: FormState, form: FormData): Promise<FormState> {
  const user = await requireActor();
  const threshold = textOf(form, "threshold");
  const state = await toFormState({ threshold }, async () =>
    saveBalanceAlert(
      database().read,
      user.accountId,
      threshold === "" ? null : readTypedCredits(threshold, "threshold"),
    ),
  );
  if (state.done) revalidatePath("/account");
  return { ...state, typed: { threshold } };
}

export async function changeEmailAction(_: FormState, form: FormData): Promise<FormState> {
  const user = await requireRecentActor("/account");
  const email = textOf(form, "email");
  return toFormState({ email }, () => requestEmailChange(database(), user, email));
}

export async function confirmEmailAction(_: FormState, form: FormData): Promise<FormState> {
  const user = await requireActor();
  const token = textOf(form, "token").slice(0, 100);
  return toFormState({}, () => confirmEmailChange(database(), user, token));
}

export async function deleteAccountAction(_: FormState, form: FormData): Promise<FormState> {
  const user = await requireRecentActor("/account/data");
  const email = textOf(form, "email");
  const state = await toFormState({ email }, () => deleteAccount(database(), user, email));
  if (state.done) redirect("/");
  return state;
}
