"use server";

import { signUp } from "@/lib/access/sign-up";
import { type FormState, toFormState } from "@/lib/api/form-state";

/** Creates a person; the form then signs them in with the same words. */
export async function signUpAction(_: FormState, form: FormData): Promise<FormState> {
  const given = {
    email: String(form.get("email") ?? ""),
    name: String(form.get("name") ?? ""),
    password: String(form.get("password") ?? ""),
  };
  return toFormState({ email: given.email, name: given.name }, () => signUp(given));
}
