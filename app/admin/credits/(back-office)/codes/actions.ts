"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { requireRecentActor } from "@/lib/access/require";
import { readDayEnd, readDayStart, readWhole } from "@/lib/api/form-fields";
import { EMPTY_FORM, type FormState, textOf, typedOf } from "@/lib/api/form-state";
import { toStaffFormState } from "@/lib/api/staff-form-state";
import { createCampaign, type NewCampaign, revokeCampaign } from "@/lib/campaigns/campaigns";
import { approvalLimit } from "@/lib/customers/change-credits";
import { database } from "@/lib/runtime/database";
import { formatCredits } from "@/lib/shared/credits";
import { fieldError, readTypedCredits } from "@/lib/shared/typed-input";

const PATH = "/admin/credits/codes";
const MAX_CLAIMS = 100_000_000;
const MAX_DAYS = 3_650;

/** Makes a promotion code, and goes to its page. */
export async function createCodeAction(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireRecentActor(`${PATH}/new`, "credits.grant");
  let id: string | undefined;
  const attempt = { user: admin, action: "campaign.create" };
  const state = await toStaffFormState(attempt, typedOf(form), async () => {
    const requestKey = `form:${admin.id}:${textOf(form, "id")}`;
    const given = readCode(form);
    id = (await createCampaign(database(), given, { actor: admin.id, requestKey })).id;
  });
  if (!id) return state;
  revalidatePath(PATH);
  redirect(`${PATH}/${id}` as "/");
}

/** Ends a campaign at once. */
export async function revokeCodeAction(_: FormState, form: FormData): Promise<FormState> {
  const id = textOf(form, "id");
  const admin = await requireRecentActor(`${PATH}/${encodeURIComponent(id)}`, "credits.grant");
  const attempt = {
    ...{ user: admin, action: "campaign.revoke", target: { type: "campaign", id } },
  };
  const state = await toStaffFormState(attempt, {}, () =>
    revokeCampaign(database(), { id }, admin.id),
  );
  revalidatePath(PATH, "layout");
  return state.done ? EMPTY_FORM : state;
}

/** @throws ProductError invalid_input naming the faulty field */
function readCode(form: FormData): NewCampaign {
  const code = textOf(form, "code");
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{2,39}$/.test(code)) {
    throw fieldError("code", "Use 3 to 40 letters, digits, - or _.");
  }
  const name = textOf(form, "name");
  if (name.length < 1 || name.length > 100) {
    throw fieldError("name", "Enter a name of at most 100 characters.");
  }
  const credits = readTypedCredits(textOf(form, "credits"), "credits");
  const budget = readTypedCredits(textOf(form, "budget"), "budget");
  if (budget < credits) throw fieldError("budget", "Enter at least the credits of one claim.");
  const maxClaimsPerAccount = readWhole(form, "maxClaimsPerAccount", 1_000) ?? 1;
  const limit = approvalLimit();
  // Otherwise a code would be a way around the second admin that a large grant needs.
  if (credits * BigInt(maxClaimsPerAccount) > limit) {
    throw fieldError("credits", `One customer may get at most ${formatCredits(limit)} credits.`);
  }
  const startsAt = readDayStart(form, "startsAt");
  const endsAt = readDayEnd(form, "endsAt");
  if (startsAt && endsAt && endsAt < startsAt) {
    throw fieldError("endsAt", "Choose a day that is not before the first day.");
  }
  return {
    ...{ kind: "code", code, name, credits, budget, maxClaimsPerAccount, startsAt, endsAt },
    maxClaims: readWhole(form, "maxClaims", MAX_CLAIMS),
    afterFirstPurchase: form.get("afterFirstPurchase") === "on",
    creditsExpireAfterDays: readWhole(form, "creditsExpireAfterDays", MAX_DAYS),
  };
}
