/**
 * Money in minor units (cents for USD, whole yen for JPY), as Stripe counts it:
 * https://docs.stripe.com/currencies#minor-units
 */
export interface Money {
  readonly amountMinor: number;
  /** ISO 4217, lower case, as Stripe writes it. */
  readonly currency: string;
}

/**
 * Stripe's lists, not those of Intl: Intl gives e.g. ISK, UGX, RSD and ALL no decimals, while
 * Stripe counts them in hundredths, and a price would be shown a hundred times too high.
 * ISK and UGX have no smaller coins, yet are "special cases" that Stripe counts with two decimals.
 */
const ZERO_DECIMAL = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" ");
const THREE_DECIMAL = "bhd jod kwd omr tnd".split(" ");

/**
 * For people to read: "$10.00", "¥1,000".
 * @param locale the reader's; sentences that are stored or logged use the default
 */
export function formatMoney(money: Money, locale = "en-US"): string {
  const digits = fractionDigits(money.currency);
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: money.currency.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // A decimal as text is formatted exactly; TypeScript knows it only as StringNumericLiteral.
  return format.format(moneyToDecimal(money) as `${number}`);
}

/** The decimal for APIs: 1000 USD cents → "10.00". */
export function moneyToDecimal({ amountMinor, currency }: Money): string {
  const digits = fractionDigits(currency);
  const sign = amountMinor < 0 ? "-" : "";
  const text = Math.abs(amountMinor)
    .toString()
    .padStart(digits + 1, "0");
  if (digits === 0) return `${sign}${text}`;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** How many decimals Stripe counts a currency with. */
export function fractionDigits(currency: string): 0 | 2 | 3 {
  if (ZERO_DECIMAL.includes(currency.toLowerCase())) return 0;
  return THREE_DECIMAL.includes(currency.toLowerCase()) ? 3 : 2;
}
