"use server";

import { headers } from "next/headers";
import { assertSameOrigin, clientIp } from "@/lib/access";
import { offerWork, redeemWork, type Work } from "@/lib/access/proof-of-work";
import { signUp } from "@/lib/access/sign-up";
import { type FormState, toFormState } from "@/lib/api/form-state";
import { database } from "@/lib/runtime/database";

/** What the sign-up form does after it was sent. */
export interface SignUpState extends FormState {
  readonly next?: "enter_code" | "sign_in";
}

/** The work that the form does before it is sent; undefined where none is asked for. */
export async function offerWorkAction(): Promise<Work | undefined> {
  assertSameOrigin((await headers()).get("origin"));
  return offerWork(database());
}

/** Creates an account; the form then signs in, with the code from the mail where one is asked for. */
export async function signUpAction(_: SignUpState, form: FormData): Promise<SignUpState> {
  const sent = await headers();
  const given = {
    email: String(form.get("email") ?? ""),
    name: String(form.get("name") ?? ""),
    password: String(form.get("password") ?? ""),
    referralCode: String(form.get("referralCode") ?? ""),
  };
  let next: SignUpState["next"];
  const state = await toFormState({ email: given.email, name: given.name }, async () => {
    assertSameOrigin(sent.get("origin"));
    await redeemWork(database(), String(form.get("work") ?? ""));
    next = await signUp(database(), { ...given, ip: clientIp(sent) });
  });
  return { ...state, next };
}
