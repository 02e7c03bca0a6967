"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { assertSameOrigin, safePath } from "@/lib/access";
import { completeSecondFactor } from "@/lib/access/complete-second-factor";
import { deviceCookieName } from "@/lib/access/known-devices";
import { currentSession } from "@/lib/access/require";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { database } from "@/lib/runtime/database";

/** Takes the second factor of the session that waits for it. */
export async function secondFactorAction(_: FormState, form: FormData): Promise<FormState> {
  assertSameOrigin((await headers()).get("origin"));
  const found = await currentSession();
  if (!found) redirect("/sign-in");
  const device = (await cookies()).get(deviceCookieName())?.value;
  const state = await toFormState({}, () =>
    completeSecondFactor(database(), { ...found, code: textOf(form, "code"), device }),
  );
  if (state.done) redirect(safePath(textOf(form, "next")) as "/");
  return state;
}
