import { listUnsentRefunds, sendRefund } from "@/lib/refunds/send-refund";
import type { CompareContext } from "./compare";
import { examineItem } from "./examine-item";

/** The person who requested a refund waits for Stripe no longer than this. */
const IN_HAND_MS = 60_000;

/** Sends the refunds that were requested here and have not reached Stripe. */
export async function sendRequestedRefunds(
  { database, dryRun, report }: CompareContext,
  now: Date,
): Promise<void> {
  const before = new Date(now.getTime() - IN_HAND_MS);
  for (const request of await listUnsentRefunds(database.read, before)) {
    await examineItem(report, `refund request ${request.id}`, async () => {
      if (dryRun) return { is: "repaired", kind: "refundRequests" };
      const sent = await sendRefund(database, request);
      return sent.request.status === "sent"
        ? { is: "repaired", kind: "refundRequests" }
        : { is: "needsReview", reason: sent.message };
    });
  }
}
