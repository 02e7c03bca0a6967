"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { requireRecentActor } from "@/lib/access/require";
import { type FormState, textOf } from "@/lib/api/form-state";
import { toStaffFormState } from "@/lib/api/staff-form-state";
import { savePack } from "@/lib/purchases/edit-pack";
import { database } from "@/lib/runtime/database";

/** Adds or changes a pack, and goes back to the list. */
export async function savePackAction(_: FormState, form: FormData): Promise<FormState> {
  const code = textOf(form, "code");
  const isNew = textOf(form, "id") === "";
  const path = `/admin/credits/packs/${isNew ? "new" : encodeURIComponent(code)}`;
  const admin = await requireRecentActor(path, "packs.edit");
  const typed = {
    ...{ code, name: textOf(form, "name") },
    ...{ description: textOf(form, "description"), credits: textOf(form, "credits") },
    ...{ price: textOf(form, "price"), currency: textOf(form, "currency").toLowerCase() },
    creditsExpireAfterDays: textOf(form, "creditsExpireAfterDays"),
    maxPerPerson: textOf(form, "maxPerPerson"),
    discountPercent: textOf(form, "discountPercent"),
    sortOrder: textOf(form, "sortOrder"),
  };
  const action = isNew ? "pack.add" : "pack.change";
  const attempt = { user: admin, action, target: { type: "pack", id: code } };
  const state = await toStaffFormState(attempt, typed, () =>
    savePack(database(), {
      id: textOf(form, "id") || undefined,
      input: {
        ...typed,
        popular: form.get("popular") === "on",
        active: form.get("active") === "on",
      },
      admin: admin.id,
    }),
  );
  if (!state.done) return state;
  revalidatePath("/admin/credits/packs");
  redirect("/admin/credits/packs");
}
