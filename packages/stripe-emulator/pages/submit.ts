import type Stripe from "stripe";
import { StripeError } from "../http/stripe-error";
import { paySession } from "../model/pay";
import type { World } from "../model/world";
import { checkForm, type FormFault } from "./check-form";

/** What the form is told. */
export type SubmitResult =
  | { readonly kind: "paid" }
  | { readonly kind: "challenge" }
  | { readonly kind: "refused"; readonly faults: readonly FormFault[] };

/** Pays a session with what a buyer typed into its form. */
export function submitPayment(
  world: World,
  session: Stripe.Checkout.Session,
  form: Record<string, string>,
): SubmitResult {
  const checked = checkForm(form, { now: new Date(), free: session.amount_total === 0 });
  if (checked.faults.length > 0) return { kind: "refused", faults: checked.faults };
  try {
    const authenticated = form.authenticated === "yes";
    const outcome = paySession(world, session, { ...checked.payment, authenticated });
    return { kind: outcome === "requires_action" ? "challenge" : "paid" };
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    return { kind: "refused", faults: [faultOf(error)] };
  }
}

/** A declined card is shown where the buyer can correct it. */
function faultOf(error: StripeError): FormFault {
  const fields: Record<string, string> = { expired_card: "cardExpiry", incorrect_cvc: "cardCvc" };
  return { field: fields[error.body.code ?? ""] ?? "cardNumber", message: error.body.message };
}
