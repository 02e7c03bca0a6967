"use server";

import { revalidatePath } from "next/cache";
import { requireActor } from "@/lib/access";
import { startRefund } from "@/lib/billing/refund/refund";
import { database } from "@/lib/database";
import { type FormState, toFormState } from "@/lib/http/form-state";
import { parseMoney } from "@/lib/money";

export interface RefundFormState extends FormState {
  /** What became of the refund, as a sentence. */
  readonly outcome?: string;
}

/** Gives money back for a purchase: whole or in part, once per form. */
export async function refundPurchase(_: RefundFormState, form: FormData): Promise<RefundFormState> {
  const admin = await requireActor("admin");
  const purchaseId = String(form.get("purchase"));
  const amount = String(form.get("amount") ?? "");
  const reason = String(form.get("reason") ?? "");
  let outcome: string | undefined;
  const state = await toFormState({ amount, reason }, async () => {
    const { amountMinor } = parseMoney(amount, String(form.get("currency")));
    const refund = await startRefund(database(), {
      id: String(form.get("id")),
      purchase: { accountId: String(form.get("account")), purchaseId },
      amountMinor,
      reason,
      admin: admin.id,
    });
    outcome = refund.message;
  });
  revalidatePath(`/admin/credits/purchases/${purchaseId}`);
  return { ...state, outcome };
}
