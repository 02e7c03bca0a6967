import { stripe } from "./client";

/** Texts by the names of Stripe's fields: https://docs.stripe.com/api/disputes/evidence_object */
export type EvidenceTexts = Readonly<Record<string, string>>;

/**
 * Saves evidence with a dispute, for an admin to look at and send in Stripe's dashboard. The bank
 * gets nothing yet. What was saved in other fields stays.
 * https://docs.stripe.com/api/disputes/update#update_dispute-submit
 * @throws what Stripe's SDK does, also when the dispute can't be answered any more
 */
export async function saveEvidence(disputeId: string, evidence: EvidenceTexts): Promise<void> {
  await stripe().disputes.update(disputeId, { evidence, submit: false });
}
