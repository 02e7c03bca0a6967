import type { Db } from "@/db/client";
import { countNoun } from "@/lib/shared/count-noun";
import { isKnownEvent } from "@/lib/stripe/endpoints";
import { findSignatureRefusal } from "@/lib/webhooks/refusals";
import type { Finding } from "./finding";

/**
 * Whether Stripe's own deliveries are signed with the secret that is set. Anybody can send something
 * with a wrong signature; only Stripe knows the ids of its events, so a refused one that Stripe
 * knows is the proof.
 */
export async function checkRefusals(db: Db): Promise<Finding> {
  const subject = "Signature";
  const refusal = await findSignatureRefusal(db);
  if (!refusal) {
    return { subject, state: "fine", found: "no delivery was refused since the last accepted one" };
  }
  const { refusals, lastAt, lastEventId } = refusal;
  const at = lastAt.toISOString();
  if (await isKnownEvent(lastEventId)) {
    return {
      subject,
      state: "fault",
      found: `Stripe's delivery of ${lastEventId} was refused at ${at}: it is signed with another secret`,
      advice:
        "Copy the endpoint's signing secret from the Stripe dashboard, Developers, Webhooks, into STRIPE_WEBHOOK_SECRET_CREDITS, restart, and run npm run reconcile, which credits what was missed.",
    };
  }
  return {
    subject,
    state: "warning",
    found: `${countNoun(refusals, "delivery", "deliveries")} had a wrong signature, the last at ${at}, of an event that this Stripe account doesn't have`,
    advice:
      "Where it was not Stripe, nothing is to be done. Otherwise the endpoint belongs to another account or mode than STRIPE_SECRET_KEY.",
  };
}
