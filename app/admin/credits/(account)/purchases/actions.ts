"use server";

import { revalidatePath } from "next/cache";
import { requireRecentActor } from "@/lib/access/require";
import { type FormState, textOf } from "@/lib/api/form-state";
import { toStaffFormState } from "@/lib/api/staff-form-state";
import { startRefund } from "@/lib/refunds/request-refund";
import { database } from "@/lib/runtime/database";
import { parseMoney } from "@/lib/shared/parse-money";

export interface RefundFormState extends FormState {
  /** What became of the refund, as a sentence. */
  readonly outcome?: string;
}

/** Gives money back for a purchase: whole or in part, once per form. */
export async function refundPurchase(_: RefundFormState, form: FormData): Promise<RefundFormState> {
  const purchaseId = textOf(form, "purchase");
  const path = `/admin/credits/purchases/${encodeURIComponent(purchaseId)}`;
  const admin = await requireRecentActor(path, "refunds.create");
  const amount = textOf(form, "amount");
  const reason = textOf(form, "reason");
  let outcome: string | undefined;
  const attempt = {
    user: admin,
    action: "refund.start",
    target: { type: "purchase", id: purchaseId },
  };
  const state = await toStaffFormState(attempt, { amount, reason }, async () => {
    const { amountMinor } = parseMoney(amount, textOf(form, "currency"));
    const refund = await startRefund(database(), {
      id: textOf(form, "id"),
      purchase: { accountId: textOf(form, "account"), purchaseId },
      amountMinor,
      reason,
      admin: admin.id,
    });
    outcome = refund.message;
  });
  revalidatePath(`/admin/credits/purchases/${purchaseId}`);
  return { ...state, outcome };
}
