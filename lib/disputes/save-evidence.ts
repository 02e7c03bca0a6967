import type { Database } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import { refusalOf, stripeUnavailable } from "@/lib/stripe/errors";
import { saveEvidence } from "@/lib/stripe/save-evidence";
import { composeEvidence } from "./compose-evidence";
import { canBeAnswered, findDispute } from "./list-disputes";
import { readEvidence } from "./read-evidence";

/**
 * Saves the evidence pack with a dispute at Stripe, for an admin to look at and send there. Saving
 * it again replaces what was saved.
 * @throws ProductError not_found for a dispute of no purchase here; conflict when it can't be
 *   answered any more; payment_provider_unavailable when Stripe can't be asked
 */
export async function saveDisputeEvidence(
  database: Database,
  { disputeId, admin }: { disputeId: string; admin: string },
): Promise<void> {
  const found = await findDispute(database.read, disputeId);
  if (!found) throw new ProductError("not_found", { detail: "There is no such dispute here." });
  if (!canBeAnswered(found.dispute.status)) {
    throw new ProductError("conflict", { detail: "The bank takes no more evidence for it." });
  }
  const evidence = composeEvidence(await readEvidence(database.read, found));
  try {
    await saveEvidence(disputeId, { ...evidence });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) throw new ProductError("conflict", { detail: `Stripe refuses it: ${refusal}` });
    throw stripeUnavailable(error, "Stripe can't be reached right now. Nothing was saved.");
  }
  await recordAudit(database.read, {
    actor: admin,
    action: "dispute.save_evidence",
    target: { type: "dispute", id: disputeId },
    details: { fields: Object.keys(evidence) },
  });
}
