"use server";

import { redirect } from "next/navigation";
import { requireActor, safePath } from "@/lib/access";
import { confirmWithPassword } from "@/lib/access/recent-sign-in";
import { requireSession } from "@/lib/access/require";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { database } from "@/lib/runtime/database";

/** Takes the password as a fresh proof, and goes back. */
export async function confirmIdentityAction(_: FormState, form: FormData): Promise<FormState> {
  const user = await requireActor();
  const target = safePath(textOf(form, "next"));
  const { session } = await requireSession(target);
  const password = String(form.get("currentPassword") ?? "");
  const state = await toFormState({}, () =>
    confirmWithPassword(database(), { sessionId: session.id, userId: user.id, password }),
  );
  if (state.done) redirect(target as "/");
  return state;
}
