"use server";

import { headers } from "next/headers";
import { assertSameOrigin, clientIp } from "@/lib/access";
import { requestLink, resetPassword } from "@/lib/access/mail-links";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { database } from "@/lib/runtime/database";

/** Mails a sign-in link. The answer is the same for every address. */
export async function requestLinkAction(_: FormState, form: FormData): Promise<FormState> {
  const email = textOf(form, "email");
  return toFormState({ email }, async () => {
    const ip = await ownIp();
    await requestLink(database(), { email, ip, kind: "sign-in-link" });
  });
}

/** Mails a link to choose a new password. The answer is the same for every address. */
export async function requestResetAction(_: FormState, form: FormData): Promise<FormState> {
  const email = textOf(form, "email");
  return toFormState({ email }, async () => {
    const ip = await ownIp();
    await requestLink(database(), { email, ip, kind: "reset-password" });
  });
}

/** Sets a new password by the link of a mail. */
export async function resetPasswordAction(_: FormState, form: FormData): Promise<FormState> {
  return toFormState({}, async () => {
    await ownIp();
    await resetPassword(database(), {
      token: textOf(form, "token").slice(0, 100),
      newPassword: String(form.get("newPassword") ?? ""),
      revokeKeys: form.get("revokeKeys") === "on",
    });
  });
}

/** @throws ProductError forbidden when a page of another origin sent the form */
async function ownIp(): Promise<string | undefined> {
  const sent = await headers();
  assertSameOrigin(sent.get("origin"));
  return clientIp(sent);
}
