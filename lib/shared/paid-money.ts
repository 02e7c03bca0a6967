import type { Money } from "./money";

/** Of a purchase, what says how much it costs and what was paid for it. */
interface Price extends Money {
  readonly acceptedMinor: number | null;
  readonly acceptedCurrency: string | null;
  readonly paidMinor: number | null;
  readonly paidCurrency: string | null;
}

/** What has to be paid: the price when it was bought, unless an admin accepted another amount. */
export function expectedMoney(price: Price): Money {
  return {
    amountMinor: price.acceptedMinor ?? price.amountMinor,
    currency: price.acceptedCurrency ?? price.currency,
  };
}

/** What was paid, tax and discounts included; before that, what has to be paid. */
export function paidMoney(price: Price): Money {
  const { paidMinor, paidCurrency } = price;
  if (paidMinor === null || paidCurrency === null) return expectedMoney(price);
  return { amountMinor: paidMinor, currency: paidCurrency };
}
