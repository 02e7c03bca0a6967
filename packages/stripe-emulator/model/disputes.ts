import type Stripe from "stripe";
import { invalid } from "../http/stripe-error";
import { newId, nowSeconds } from "../store";
import { emptyEvidence } from "./evidence";
import { createBalanceTransaction } from "./payment";
import type { World } from "./world";

const RESPOND_WITHIN_SECONDS = 9 * 24 * 60 * 60;

export interface NewDispute {
  /**
   * `inquiry`: the bank asks, and no money moves. `prevented`: settled by the card network's rules
   * (Visa RDR) before it became a dispute, so nothing can be answered.
   */
  readonly kind: "dispute" | "inquiry" | "prevented";
  readonly amount?: number;
  readonly reason?: string;
  /** Whether the money is taken; by default for all but inquiries. */
  readonly withdrawn?: boolean;
}

const STATUSES = {
  dispute: "needs_response",
  inquiry: "warning_needs_response",
  prevented: "prevented",
} as const;

/** The bank disputes a charge. https://docs.stripe.com/disputes/how-disputes-work */
export function createDispute(
  world: World,
  charge: Stripe.Charge,
  given: NewDispute,
): Stripe.Dispute {
  const { store, emitter } = world;
  const amount = given.amount ?? charge.amount;
  const dispute: Stripe.Dispute = {
    id: newId("du"),
    object: "dispute",
    amount,
    balance_transactions: [],
    charge: charge.id,
    created: nowSeconds(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: emptyEvidence(),
    evidence_details: {
      due_by: given.kind === "prevented" ? 0 : nowSeconds() + RESPOND_WITHIN_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: given.kind === "inquiry",
    livemode: false,
    metadata: {},
    network_reason_code: "10.4",
    payment_intent: charge.payment_intent,
    reason: given.reason ?? "fraudulent",
    status: STATUSES[given.kind],
  };
  store.state.disputes[dispute.id] = dispute;
  charge.disputed = true;
  store.changed();
  const withdrawn = given.withdrawn ?? given.kind !== "inquiry";
  if (withdrawn) move(world, dispute, -amount);
  emitter.emit("charge.dispute.created", dispute);
  if (withdrawn) emitter.emit("charge.dispute.funds_withdrawn", dispute);
  return dispute;
}

/** An inquiry becomes a dispute: now the money goes. */
export function escalate(world: World, dispute: Stripe.Dispute): void {
  if (!dispute.status.startsWith("warning_"))
    throw invalid("Only an inquiry can become a dispute.");
  const previous = { status: dispute.status };
  dispute.status = "needs_response";
  dispute.is_charge_refundable = false;
  move(world, dispute, -dispute.amount);
  world.emitter.emit("charge.dispute.updated", dispute, previous);
  world.emitter.emit("charge.dispute.funds_withdrawn", dispute);
}

/** The bank's decision. */
export function closeDispute(
  world: World,
  dispute: Stripe.Dispute,
  status: "won" | "lost" | "warning_closed",
): void {
  if (isClosed(dispute)) {
    throw invalid(`This dispute is already ${dispute.status}.`);
  }
  const inquiry = dispute.status.startsWith("warning_");
  if (inquiry !== (status === "warning_closed"))
    throw invalid(`A dispute in status ${dispute.status} can't become ${status}.`);
  dispute.status = status;
  if (status === "won") move(world, dispute, dispute.amount);
  world.store.changed();
  world.emitter.emit("charge.dispute.closed", dispute, { status: "under_review" });
  if (status === "won") world.emitter.emit("charge.dispute.funds_reinstated", dispute);
}

/** Whether nothing can be answered any more. */
export function isClosed({ status }: Stripe.Dispute): boolean {
  return ["won", "lost", "warning_closed", "prevented"].includes(status);
}

function move({ store }: World, dispute: Stripe.Dispute, amount: number): void {
  dispute.balance_transactions.push(
    createBalanceTransaction(store, {
      amount,
      currency: dispute.currency,
      source: dispute.id,
      type: "adjustment",
      description: amount < 0 ? "Chargeback withdrawal" : "Chargeback reversal",
    }),
  );
  store.changed();
}
