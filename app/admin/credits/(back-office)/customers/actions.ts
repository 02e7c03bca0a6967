"use server";

import { revalidatePath } from "next/cache";
import { requireActor } from "@/lib/access";
import { requireRecentActor } from "@/lib/access/require";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { toStaffFormState } from "@/lib/api/staff-form-state";
import { decideGrant, requestGrant } from "@/lib/customers/grant-credits";
import { addNote } from "@/lib/customers/notes";
import { isDay } from "@/lib/reports/day-range";
import { database } from "@/lib/runtime/database";
import { fieldError, readTypedCredits } from "@/lib/shared/typed-input";

export interface GrantFormState extends FormState {
  /** What became of the grant, as a sentence. */
  readonly outcome?: string;
}

/** Gives an account credits, or asks a second admin to. */
export async function grantAction(_: GrantFormState, form: FormData): Promise<GrantFormState> {
  const accountId = textOf(form, "account");
  const admin = await requireRecentActor(pathOf(accountId), "credits.grant");
  const typed = {
    credits: textOf(form, "credits"),
    expires: textOf(form, "expires"),
    reason: textOf(form, "reason"),
  };
  let outcome: string | undefined;
  const target = { type: "account", id: accountId };
  const attempt = { user: admin, action: "grant.request", target };
  const state = await toStaffFormState(attempt, typed, async () => {
    const request = await requestGrant(database(), {
      id: textOf(form, "id"),
      accountId,
      credits: readTypedCredits(typed.credits, "credits"),
      expiresAt: readExpiry(typed.expires),
      reason: typed.reason,
      admin: admin.id,
    });
    outcome =
      request.status === "waiting"
        ? "Another admin must confirm this grant. It waits on the customers page."
        : "The credits were granted.";
  });
  revalidatePath(pathOf(accountId));
  return { ...state, outcome };
}

/** Confirms or rejects a grant that waits for a second admin. */
export async function decideGrantAction(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireRecentActor("/admin/credits/customers", "credits.grant");
  const id = textOf(form, "id");
  const target = { type: "credit_request", id };
  const state = await toStaffFormState({ user: admin, action: "grant.decide", target }, {}, () =>
    decideGrant(database(), {
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

/** The end of the day that was chosen, in UTC. */
function readExpiry(text: string): Date | undefined {
  if (text === "") return undefined;
  const at = new Date(`${text}T23:59:59.999Z`);
  if (isDay(text) && at > new Date()) return at;
  throw fieldError("expires", "Choose a day in the future, or leave it empty.");
}
