/**
 * Amounts of credits: exact, as whole micro-credits. One credit is 1,000,000 micro-credits, so
 * that a service can charge a fraction of a credit without a float ever being involved.
 */
declare const micro: unique symbol;

/** An amount in micro-credits. A plain bigint does not pass for one by accident. */
export type Credits = bigint & { readonly [micro]: true };

const MICRO_PER_CREDIT = 1_000_000n;

/**
 * The largest amount: twelve digits before the point. Far enough below the largest bigint of
 * PostgreSQL that a balance and an amount can be added without overflowing it.
 */
export const MAX_CREDITS = 999_999_999_999_999_999n as Credits;

export const ZERO_CREDITS = 0n as Credits;

/** Marks a count of micro-credits as an amount. */
export function fromMicro(value: bigint): Credits {
  return value as Credits;
}

/** @param whole a whole number of credits, such as 1000 */
export function wholeCredits(whole: number | bigint): Credits {
  return (BigInt(whole) * MICRO_PER_CREDIT) as Credits;
}

/**
 * Reads a decimal such as "1000", "-12.5" or "0.000001".
 * @throws RangeError when it isn't a decimal with at most 12 digits before and 6 after the point
 */
export function parseCredits(text: string): Credits {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) {
    throw new RangeError(
      `"${text.slice(0, 40)}" is not an amount of credits: write digits with at most six decimals, such as 12.5`,
    );
  }
  const [, sign, whole = "0", fraction = ""] = match;
  const value = BigInt(whole) * MICRO_PER_CREDIT + BigInt(fraction.padEnd(6, "0"));
  return (sign ? -value : value) as Credits;
}

/** The shortest exact decimal: "1000", "12.5", "-0.000001". What JSON and Postgres are given. */
export function toDecimal(amount: Credits): string {
  const { sign, whole, fraction } = split(amount);
  return `${sign}${whole}${fraction && `.${fraction}`}`;
}

/**
 * For people to read: "1,000", "−12.5". The minus is typographic, and digits are grouped.
 * @param locale the reader's; sentences that are stored or logged use the default
 */
export function formatCredits(amount: Credits, locale = "en-US"): string {
  // A decimal as text is formatted exactly; TypeScript knows it only as StringNumericLiteral.
  return numberFormat(locale)
    .format(toDecimal(amount) as `${number}`)
    .replace("-", "−");
}

/** As formatCredits, with "+" before what was added. */
export function formatMovement(amount: Credits, locale = "en-US"): string {
  return `${amount > 0n ? "+" : ""}${formatCredits(amount, locale)}`;
}

const formats = new Map<string, Intl.NumberFormat>();
/** Locales come from clients, so what is kept for them has a limit. */
const MAX_FORMATS = 100;

/** Kept, because making one takes longer than a hundred uses. */
function numberFormat(locale: string): Intl.NumberFormat {
  const known = formats.get(locale);
  if (known) return known;
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  if (formats.size >= MAX_FORMATS) formats.clear();
  formats.set(locale, format);
  return format;
}

export function sumCredits(amounts: Iterable<Credits>): Credits {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total as Credits;
}

export function minCredits(a: Credits, b: Credits): Credits {
  return a < b ? a : b;
}

function split(amount: Credits) {
  const magnitude = amount < 0n ? -amount : amount;
  const fraction = (magnitude % MICRO_PER_CREDIT).toString().padStart(6, "0").replace(/0+$/, "");
  return { sign: amount < 0n ? "-" : "", whole: magnitude / MICRO_PER_CREDIT, fraction };
}
