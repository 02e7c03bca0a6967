"use server";

import { revalidatePath } from "next/cache";
import { requireActor } from "@/lib/access";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { saveDisputeEvidence } from "@/lib/disputes/save-evidence";
import { database } from "@/lib/runtime/database";

/** Saves the evidence pack with the dispute at Stripe. The bank gets nothing until it is sent there. */
export async function saveEvidence(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireActor("events.resolve");
  const disputeId = textOf(form, "dispute");
  const state = await toFormState({}, () =>
    saveDisputeEvidence(database(), { disputeId, admin: admin.id }),
  );
  revalidatePath(`/admin/credits/disputes/${disputeId}`);
  return state;
}
