"use server";

import { headers } from "next/headers";
import { assertSameOrigin } from "@/lib/access";
import { acceptInvitation } from "@/lib/access/manage-users";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { database } from "@/lib/runtime/database";

export async function acceptInvitationAction(_: FormState, form: FormData): Promise<FormState> {
  const sent = await headers();
  return toFormState({}, async () => {
    assertSameOrigin(sent.get("origin"));
    await acceptInvitation(database(), {
      token: textOf(form, "token").slice(0, 100),
      newPassword: String(form.get("newPassword") ?? ""),
    });
  });
}
