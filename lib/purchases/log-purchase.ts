import { formatCredits } from "@/lib/shared/credits";
import { log } from "@/lib/shared/log";
import type { RecordedUpdates } from "./decide-updates";

/** The line that operators of Ops-Center look for, once a purchase was credited and committed. */
export function logPurchase({ credited, purchase }: RecordedUpdates): void {
  if (!credited || !purchase) return;
  const { id, accountId, credits } = purchase.row;
  log.info(
    { purchaseId: id, accountId, credits: formatCredits(credits) },
    "Successfully processed credit purchase",
  );
}
