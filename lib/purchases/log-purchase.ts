import { formatCredits } from "@/lib/shared/credits";
import { log } from "@/lib/shared/log";
import type { Purchase } from "./purchase";

/** The line that operators of Ops-Center look for. */
export function logPurchase(purchase: Purchase | undefined): void {
  if (!purchase) return;
  const { id, accountId, credits } = purchase.row;
  log.info(
    { purchaseId: id, accountId, credits: formatCredits(credits) },
    "Successfully processed credit purchase",
  );
}
