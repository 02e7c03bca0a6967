"use server";

import { revalidatePath } from "next/cache";
import { requireActor } from "@/lib/access";
import { requireRecentActor } from "@/lib/access/require";
import { readDayEnd } from "@/lib/api/form-fields";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { toStaffFormState } from "@/lib/api/staff-form-state";
import { decideChange, requestChange } from "@/lib/customers/change-credits";
import { addNote } from "@/lib/customers/notes";
import { database } from "@/lib/runtime/database";
import { fromMicro } from "@/lib/shared/credits";
import { readTypedCredits } from "@/lib/shared/typed-input";

export interface ChangeFormState extends FormState {
  /** What became of the change, as a sentence. */
  readonly outcome?: string;
}

/** Gives an account credits or removes some, or asks a second admin to. */
export async function changeAction(_: ChangeFormState, form: FormData): Promise<ChangeFormState> {
  const accountId = textOf(form, "account");
  const admin = await requireRecentActor(pathOf(accountId), "credits.grant");
  const typed = {
    credits: textOf(form, "credits"),
    expires: textOf(form, "expires"),
    reason: textOf(form, "reason"),
    direction: textOf(form, "direction"),
  };
  const removes = typed.direction === "remove";
  let outcome: string | undefined;
  const target = { type: "account", id: accountId };
  const attempt = { user: admin, action: removes ? "adjustment.request" : "grant.request", target };
  const state = await toStaffFormState(attempt, typed, async () => {
    const credits = readTypedCredits(typed.credits, "credits");
    const request = await requestChange(database(), {
      id: textOf(form, "id"),
      accountId,
      credits: removes ? fromMicro(-credits) : credits,
      expiresAt: removes ? undefined : readDayEnd(form, "expires"),
      reason: typed.reason,
      admin: admin.id,
    });
    outcome =
      request.status === "waiting"
        ? "Another admin must confirm this change. It waits on the customers page."
        : `The credits were ${removes ? "removed" : "granted"}.`;
  });
  revalidatePath(pathOf(accountId));
  return { ...state, outcome };
}

/** Confirms or rejects a change that waits for a second admin. */
export async function decideChangeAction(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireRecentActor("/admin/credits/customers", "credits.grant");
  const id = textOf(form, "id");
  const target = { type: "credit_request", id };
  const state = await toStaffFormState({ user: admin, action: "grant.decide", target }, {}, () =>
    decideChange(database(), {
      id,
      approve: textOf(form, "decision") === "approve",
      admin: admin.id,
    }),
  );
  revalidatePath("/admin/credits/customers");
  return state;
}

/** Keeps a note about a customer. */
export async function addNoteAction(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireActor("back_office.read");
  const accountId = textOf(form, "account");
  const text = textOf(form, "reason");
  const state = await toFormState({ reason: text }, () =>
    addNote(database(), { accountId, text, admin: admin.id }),
  );
  revalidatePath(pathOf(accountId));
  return state;
}

function pathOf(accountId: string): string {
  return `/admin/credits/customers/${encodeURIComponent(accountId)}`;
}
