import { formatCredits } from "@/lib/shared/credits";
import { log } from "@/lib/shared/log";
import type { Order } from "./purchase";

/** The line that operators of Ops-Center look for. */
export function logPurchase(order: Order | undefined): void {
  if (!order) return;
  const { id, accountId, credits } = order.row;
  log.info(
    { purchaseId: id, accountId, credits: formatCredits(credits) },
    "Successfully processed credit purchase",
  );
}
