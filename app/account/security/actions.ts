"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { requireActor } from "@/lib/access";
import { addPasskey, offerPasskey, removePasskey } from "@/lib/access/passkeys";
import { requireRecentActor, requireSession } from "@/lib/access/require";
import { noteSecondFactor } from "@/lib/access/sessions";
import { signOutEverywhere, signOutSession } from "@/lib/access/sign-out";
import { beginTotp, confirmTotp, removeTotp } from "@/lib/access/totp";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { database } from "@/lib/runtime/database";

const PATH = "/account/security";

export async function signOutEverywhereAction(): Promise<void> {
  const user = await requireActor();
  await signOutEverywhere(database(), user.id);
  redirect("/sign-in");
}

export async function endSessionAction(_: FormState, form: FormData): Promise<FormState> {
  const user = await requireActor();
  const state = await toFormState({}, () =>
    signOutSession(database(), user.id, textOf(form, "id")),
  );
  revalidatePath(PATH);
  return state;
}

/** What the browser needs to make a passkey, or why none can be made. */
export async function offerPasskeyAction(): Promise<FormState & { options?: unknown }> {
  const user = await requireRecentActor(PATH);
  let options: unknown;
  const state = await toFormState({}, async () => {
    options = await offerPasskey(database(), user);
  });
  return { ...state, options };
}

export async function addPasskeyAction(given: {
  response: unknown;
  name: string;
}): Promise<FormState> {
  const user = await requireRecentActor(PATH);
  const { session } = await requireSession(PATH);
  const name = String(given.name);
  const state = await toFormState({ name }, async () => {
    await addPasskey(database(), user, { response: given.response, name });
    // It was used just now.
    await noteSecondFactor(database().read, session.id);
  });
  revalidatePath(PATH);
  return state;
}

export async function removePasskeyAction(_: FormState, form: FormData): Promise<FormState> {
  const user = await requireRecentActor(PATH);
  const state = await toFormState({}, () => removePasskey(database(), user.id, textOf(form, "id")));
  revalidatePath(PATH);
  return state;
}

/** What the two-step form shows besides: the secret while it is set up, then the recovery codes. */
export interface TotpState extends FormState {
  readonly setup?: { readonly secret: string; readonly uri: string };
  readonly recoveryCodes?: readonly string[];
}

export async function beginTotpAction(_: TotpState): Promise<TotpState> {
  const user = await requireRecentActor(PATH);
  let setup: TotpState["setup"];
  const state = await toFormState({}, async () => {
    setup = await beginTotp(database(), user);
  });
  return { ...state, setup };
}

export async function confirmTotpAction(before: TotpState, form: FormData): Promise<TotpState> {
  const user = await requireRecentActor(PATH);
  const { session } = await requireSession(PATH);
  let recoveryCodes: readonly string[] | undefined;
  const state = await toFormState({}, async () => {
    recoveryCodes = await confirmTotp(database(), user, textOf(form, "code").replace(/\s/g, ""));
    await noteSecondFactor(database().read, session.id);
  });
  return state.done ? { ...state, recoveryCodes } : { ...state, setup: before.setup };
}

export async function removeTotpAction(_: FormState): Promise<FormState> {
  const user = await requireRecentActor(PATH);
  const state = await toFormState({}, () => removeTotp(database(), user.id));
  revalidatePath(PATH);
  return state;
}
