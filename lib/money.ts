/**
 * Money in minor units (cents for USD, whole yen for JPY), as Stripe counts it:
 * https://docs.stripe.com/currencies#zero-decimal
 */
export interface Money {
  readonly amountMinor: number;
  /** ISO 4217, lower case, as Stripe writes it. */
  readonly currency: string;
}

/** For people to read: "$10.00", "¥1,000". */
export function formatMoney({ amountMinor, currency }: Money): string {
  const format = formatter(currency);
  return format.format(amountMinor / 10 ** fractionDigits(format));
}

/** The decimal for APIs: 1000 USD cents → "10.00". */
export function moneyToDecimal({ amountMinor, currency }: Money): string {
  const digits = fractionDigits(formatter(currency));
  const sign = amountMinor < 0 ? "-" : "";
  const text = Math.abs(amountMinor)
    .toString()
    .padStart(digits + 1, "0");
  if (digits === 0) return `${sign}${text}`;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function formatter(currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat("en-US", { style: "currency", currency: currency.toUpperCase() });
}

function fractionDigits(format: Intl.NumberFormat): number {
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
