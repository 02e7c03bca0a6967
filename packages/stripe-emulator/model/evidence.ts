import type Stripe from "stripe";
import { type Params, record, text } from "../http/params";
import { invalid } from "../http/stripe-error";
import type { World } from "./world";

type TextField = Exclude<keyof Stripe.Dispute.Evidence, "appeal" | "enhanced_evidence">;

const FIELDS: Record<TextField, null> = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};

/** All fields together: https://docs.stripe.com/api/disputes/update#update_dispute-evidence */
const MAX_CHARACTERS = 150_000;

export function emptyEvidence(): Stripe.Dispute.Evidence {
  return { ...FIELDS, enhanced_evidence: {} };
}

/**
 * Adds evidence to what was saved before; an empty text takes a field away.
 * @param submit whether it goes to the bank now; otherwise it is only saved
 * @throws StripeError for a field that Stripe doesn't know, or too much text
 */
export function saveEvidence(
  world: World,
  dispute: Stripe.Dispute,
  { given, submit }: { given: Params; submit: boolean },
): void {
  const evidence = mergeEvidence(dispute.evidence, record(given, "evidence"));
  const previous = {
    status: dispute.status,
    evidence: dispute.evidence,
    evidence_details: { ...dispute.evidence_details },
  };
  const details = dispute.evidence_details;
  dispute.evidence = evidence;
  details.has_evidence = Object.values({ ...evidence, enhanced_evidence: null }).some(Boolean);
  if (submit) {
    dispute.status = dispute.status.startsWith("warning_")
      ? "warning_under_review"
      : "under_review";
    details.submission_count += 1;
    details.submission_method = "manual";
  }
  world.store.changed();
  world.emitter.emit("charge.dispute.updated", dispute, previous);
}

function mergeEvidence(saved: Stripe.Dispute.Evidence, given: Params): Stripe.Dispute.Evidence {
  const merged = { ...saved };
  for (const name of Object.keys(given)) {
    if (!isField(name)) {
      throw invalid(
        `Received unknown parameter: evidence[${name}]`,
        `evidence[${name}]`,
        "parameter_unknown",
      );
    }
    merged[name] = text(given, name) ?? null;
  }
  const characters = Object.values(merged).reduce<number>(
    (sum, value) => sum + (typeof value === "string" ? value.length : 0),
    0,
  );
  if (characters > MAX_CHARACTERS) {
    throw invalid(
      `The combined character count of all evidence fields is limited to ${MAX_CHARACTERS}.`,
      "evidence",
    );
  }
  return merged;
}

function isField(name: string): name is TextField {
  return Object.hasOwn(FIELDS, name);
}
