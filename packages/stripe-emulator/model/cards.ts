/** What a test card does: https://docs.stripe.com/testing#cards */
export interface CardBehaviour {
  readonly decline?: {
    readonly code: string;
    readonly declineCode?: string;
    readonly message: string;
  };
  readonly threeDSecure?: true;
  readonly disputed?: "dispute" | "inquiry";
  readonly refundFails?: true;
}

const DECLINED = "Your card was declined.";

const CARDS: Record<string, CardBehaviour> = {
  "4242424242424242": {},
  "5555555555554444": {},
  "378282246310005": {},
  "4000000000000002": {
    decline: { code: "card_declined", declineCode: "generic_decline", message: DECLINED },
  },
  "4000000000009995": {
    decline: {
      code: "card_declined",
      declineCode: "insufficient_funds",
      message: "Your card has insufficient funds.",
    },
  },
  "4000000000000069": { decline: { code: "expired_card", message: "Your card has expired." } },
  "4000000000000127": {
    decline: { code: "incorrect_cvc", message: "Your card's security code is incorrect." },
  },
  "4000000000000119": {
    decline: {
      code: "processing_error",
      message: "An error occurred while processing your card. Try again in a little bit.",
    },
  },
  "4000002500003155": { threeDSecure: true },
  "4000002760003184": { threeDSecure: true },
  "4000000000000259": { disputed: "dispute" },
  "4000000000001976": { disputed: "inquiry" },
  "4000000000005126": { refundFails: true },
};

/** The card behind a ready-made payment method or token: https://docs.stripe.com/testing?testing-method=payment-methods */
export const READY_MADE: Record<string, string> = {
  pm_card_visa: "4242424242424242",
  tok_visa: "4242424242424242",
  pm_card_mastercard: "5555555555554444",
  tok_mastercard: "5555555555554444",
  pm_card_chargeDeclined: "4000000000000002",
  tok_chargeDeclined: "4000000000000002",
  pm_card_chargeDeclinedInsufficientFunds: "4000000000009995",
  pm_card_chargeDeclinedExpiredCard: "4000000000000069",
  pm_card_chargeDeclinedIncorrectCvc: "4000000000000127",
  pm_card_createDispute: "4000000000000259",
  tok_createDispute: "4000000000000259",
  pm_card_createDisputeInquiry: "4000000000001976",
  tok_createDisputeInquiry: "4000000000001976",
  pm_card_refundFail: "4000000000005126",
  tok_refundFail: "4000000000005126",
  pm_card_authenticationRequired: "4000002500003155",
};

/** IBANs that Stripe tests with, and whether the bank accepts them in the end. */
export const IBANS: Record<string, "succeeds" | "fails"> = {
  AT611904300234573201: "succeeds",
  DE89370400440532013000: "succeeds",
  IT60X0542811101000000123456: "fails",
  DE62370400440532013001: "fails",
};

/** @returns undefined for a number that isn't one of Stripe's test cards */
export function behaviourOf(number: string): CardBehaviour | undefined {
  return CARDS[number];
}

/** The check digit that every card number carries (ISO/IEC 7812-1, annex B). */
export function hasCheckDigit(number: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...number].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return number.length >= 12 && sum % 10 === 0;
}
