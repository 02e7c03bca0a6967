import { formatCredits } from "@/lib/credits";
import { log } from "@/lib/log";
import type { Order } from "./order";

/** The line that operators of Ops-Center look for. */
export function logPurchase(order: Order | undefined): void {
  if (!order) return;
  const { id, accountId, credits } = order.row;
  log.info(
    { purchaseId: id, accountId, credits: formatCredits(credits) },
    "Successfully processed credit purchase",
  );
}
