import { z } from "zod";
import { purchaseStatus } from "@/db/schema";
import { toDecimal } from "@/lib/shared/credits";
import { moneyToDecimal } from "@/lib/shared/money";
import { paidMoney } from "@/lib/shared/paid-money";
import type { PurchaseRow } from "./purchase";

/** A purchase as the HTTP API gives it: Ops-Center's fields, and what this project adds. */
export const purchaseJson = z.object({
  id: z.uuid(),
  package_name: z.string(),
  amount_credits: z.number(),
  amount_paid: z.number(),
  currency: z.string(),
  status: z.enum(purchaseStatus.enumValues),
  created_at: z.iso.datetime(),
  completed_at: z.iso.datetime().nullable(),
  stripe_payment_id: z.string().nullable(),
});

export function toPurchaseJson(row: PurchaseRow): z.input<typeof purchaseJson> {
  const money = paidMoney(row);
  return {
    id: row.id,
    package_name: row.packName,
    amount_credits: Number(toDecimal(row.credits)),
    amount_paid: Number(moneyToDecimal(money)),
    currency: money.currency,
    status: row.status,
    created_at: row.createdAt.toISOString(),
    completed_at: row.completedAt?.toISOString() ?? null,
    stripe_payment_id: row.paymentId,
  };
}
