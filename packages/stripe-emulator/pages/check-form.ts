import { behaviourOf, hasCheckDigit } from "../model/cards";
import { outcomeOfIban } from "../model/pay";

export interface FormFault {
  readonly field: string;
  readonly message: string;
}

export interface CheckedForm {
  readonly faults: FormFault[];
  readonly payment: { type: "card" | "sepa_debit"; number: string; email: string; name: string };
}

/**
 * Checks what a buyer typed, with the sentences of the real page.
 * @param given.free nothing is to be paid, so no card is asked for
 */
export function checkForm(
  form: Record<string, string>,
  { now, free }: { now: Date; free: boolean },
): CheckedForm {
  const faults: FormFault[] = [];
  const fault = (field: string, message: string) => faults.push({ field, message });
  const type = form.method === "sepa_debit" ? "sepa_debit" : "card";
  const number =
    (type === "card" ? form.cardNumber : form.iban)?.replace(/\s/g, "").toUpperCase() ?? "";
  if (!/^\S+@\S+\.\S+$/.test(form.email ?? "")) fault("email", "Your email is incomplete.");
  if (free) return { faults, payment: { type, number, ...payerOf(form) } };
  if (type === "card") {
    if (number.length < 13) fault("cardNumber", "Your card number is incomplete.");
    else if (!/^\d+$/.test(number) || !hasCheckDigit(number))
      fault("cardNumber", "Your card number is invalid.");
    else if (!behaviourOf(number))
      fault("cardNumber", "Use a test card: this number isn’t one of them.");
    const expiry = /^(\d{2})\s*\/?\s*(\d{2})$/.exec(form.cardExpiry ?? "");
    if (!expiry) fault("cardExpiry", "Your card’s expiration date is incomplete.");
    else if (Number(expiry[1]) < 1 || Number(expiry[1]) > 12)
      fault("cardExpiry", "Your card’s expiration date is invalid.");
    else if (isPast(Number(expiry[1]), Number(expiry[2]), now))
      fault("cardExpiry", "Your card’s expiration date is in the past.");
    if (!/^\d{3,4}$/.test(form.cardCvc ?? ""))
      fault("cardCvc", "Your card’s security code is incomplete.");
  } else if (!outcomeOfIban(number)) {
    fault("iban", "Use one of the test IBANs below.");
  }
  if (!form.billingName?.trim()) fault("billingName", "Your name is incomplete.");
  return { faults, payment: { type, number, ...payerOf(form) } };
}

function payerOf(form: Record<string, string>): { email: string; name: string } {
  return { email: form.email ?? "", name: form.billingName ?? "" };
}

function isPast(month: number, year: number, now: Date): boolean {
  const current = (now.getFullYear() % 100) * 12 + now.getMonth() + 1;
  return year * 12 + month < current;
}
