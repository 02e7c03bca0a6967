"use server";

import { redirect } from "next/navigation";
import { env } from "@/env";
import { requireActor } from "@/lib/access";
import { admitCheckout } from "@/lib/access/admit-checkout";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { startCheckout } from "@/lib/checkout/checkout";
import { database } from "@/lib/runtime/database";

/** Opens the checkout page of a pack and sends the browser there. */
export async function purchasePack(_: FormState, form: FormData): Promise<FormState> {
  const user = await requireActor();
  const packCode = textOf(form, "pack");
  let checkoutUrl: string | undefined;
  const state = await toFormState({}, async () => {
    await admitCheckout(database(), user);
    const { checkoutUi } = env().stripe;
    const request = { user, packCode, checkoutUi };
    ({ checkoutUrl } = await startCheckout(database(), request));
  });
  if (checkoutUrl) redirect(checkoutUrl as "/");
  return state;
}
