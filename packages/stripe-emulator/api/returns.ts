import { LIST_PARAMS, listPage } from "../http/lists";
import { changeMetadata, flag, integer, metadata, text } from "../http/params";
import { invalid, missing, missingParam } from "../http/stripe-error";
import { closeDispute, isClosed } from "../model/disputes";
import { saveEvidence } from "../model/evidence";
import { createRefund } from "../model/refunds";
import type { World } from "../model/world";
import { type Call, found, type Route, route } from "./route";

export const returnRoutes: readonly Route[] = [
  route(
    "POST",
    "/v1/refunds",
    [
      "charge",
      "payment_intent",
      "amount",
      "reason",
      "metadata",
      "instructions_email",
      "refund_application_fee",
      "reverse_transfer",
    ],
    ({ world, params }) =>
      createRefund(world, {
        charge: chargeOf(world, text(params, "charge"), text(params, "payment_intent")),
        amount: integer(params, "amount"),
        reason: reasonOf(text(params, "reason")),
        metadata: metadata(params),
      }),
  ),
  route("GET", "/v1/refunds", [...LIST_PARAMS, "charge", "payment_intent"], ({ world, params }) => {
    const charge = text(params, "charge");
    const intent = text(params, "payment_intent");
    const all = Object.values(world.store.state.refunds).filter(
      (refund) =>
        (!charge || refund.charge === charge) && (!intent || refund.payment_intent === intent),
    );
    return listPage(all, params, "/v1/refunds", "refund");
  }),
  route("GET", "/v1/refunds/:id", [], ({ world, path }) =>
    found(world.store.state.refunds, path.id, (id) => missing("refund", id)),
  ),
  route("POST", "/v1/refunds/:id", ["metadata"], ({ world, path, params }) => {
    const refund = found(world.store.state.refunds, path.id, (id) => missing("refund", id));
    const previous = { metadata: { ...refund.metadata } };
    refund.metadata = changeMetadata(refund.metadata ?? {}, params);
    // Both events come for any change of a refund.
    world.emitter.emit("refund.updated", refund, previous);
    world.emitter.emit("charge.refund.updated", refund, previous);
    return refund;
  }),
  route(
    "GET",
    "/v1/disputes",
    [...LIST_PARAMS, "charge", "payment_intent"],
    ({ world, params }) => {
      const intent = text(params, "payment_intent");
      const charge = text(params, "charge");
      const all = Object.values(world.store.state.disputes).filter(
        (dispute) =>
          (!intent || dispute.payment_intent === intent) && (!charge || dispute.charge === charge),
      );
      return listPage(all, params, "/v1/disputes", "dispute");
    },
  ),
  route("GET", "/v1/disputes/:id", [], (call) => findDispute(call)),
  route("POST", "/v1/disputes/:id", ["evidence", "submit", "metadata"], (call) => {
    const dispute = findDispute(call);
    if (isClosed(dispute)) throw invalid(`This dispute is already ${dispute.status}.`);
    const submit = flag(call.params, "submit") ?? true;
    saveEvidence(call.world, dispute, { given: call.params, submit });
    dispute.metadata = changeMetadata(dispute.metadata, call.params);
    if (!submit) return dispute;
    // The words that Stripe's own test mode decides by: https://docs.stripe.com/testing#disputes
    const evidence = (call.params.evidence as Record<string, string> | undefined)
      ?.uncategorized_text;
    if (evidence === "winning_evidence") closeDispute(call.world, dispute, "won");
    if (evidence === "losing_evidence") closeDispute(call.world, dispute, "lost");
    return dispute;
  }),
  route("POST", "/v1/disputes/:id/close", [], (call) => {
    const dispute = findDispute(call);
    closeDispute(
      call.world,
      dispute,
      dispute.status.startsWith("warning_") ? "warning_closed" : "lost",
    );
    return dispute;
  }),
];

function reasonOf(reason: string | undefined): string | undefined {
  if (reason && !["duplicate", "fraudulent", "requested_by_customer"].includes(reason)) {
    throw invalid(
      "Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer",
      "reason",
    );
  }
  return reason;
}

function chargeOf(world: World, charge: string | undefined, intent: string | undefined) {
  if (charge) {
    return found(world.store.state.charges, charge, (id) => missingParam("charge", id, "charge"));
  }
  if (!intent)
    throw invalid(
      "One of the following params should be provided for this request: payment_intent or charge.",
    );
  const { latest_charge: latest } = found(world.store.state.paymentIntents, intent, (id) =>
    missingParam("payment_intent", id, "payment_intent"),
  );
  const paid = typeof latest === "string" ? world.store.state.charges[latest] : undefined;
  if (!paid)
    throw invalid(`This PaymentIntent (${intent}) does not have a successful charge to refund.`);
  return paid;
}

function findDispute({ world, path }: Call) {
  return found(world.store.state.disputes, path.id, (id) => missing("dispute", id));
}
