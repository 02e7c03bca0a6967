"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { requireActor } from "@/lib/access";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { savePack } from "@/lib/purchases/edit-pack";
import { database } from "@/lib/runtime/database";

/** Adds or changes a pack, and goes back to the list. */
export async function savePackAction(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireActor("packs.edit");
  const typed = {
    ...{ code: textOf(form, "code"), name: textOf(form, "name") },
    ...{ description: textOf(form, "description"), credits: textOf(form, "credits") },
    ...{ price: textOf(form, "price"), currency: textOf(form, "currency").toLowerCase() },
    creditsExpireAfterDays: textOf(form, "creditsExpireAfterDays"),
    discountPercent: textOf(form, "discountPercent"),
    sortOrder: textOf(form, "sortOrder"),
  };
  const state = await toFormState(typed, () =>
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
