import { ProductError } from "./errors";
import { fractionDigits, type Money, moneyToDecimal } from "./money";

/**
 * Reads an amount that a person typed, such as "12.50".
 * @throws ProductError invalid_input naming the field `amount`
 */
export function parseMoney(text: string, currency: string): Money {
  const digits = fractionDigits(currency);
  const [whole = "", fraction = "", ...rest] = text.trim().split(".");
  const isAmount =
    /^\d{1,12}$/.test(whole) &&
    /^\d*$/.test(fraction) &&
    fraction.length <= digits &&
    rest.length === 0;
  const amountMinor = isAmount ? Number(whole + fraction.padEnd(digits, "0")) : 0;
  if (amountMinor > 0) return { amountMinor, currency };
  const problem = `Write an amount such as ${moneyToDecimal({ amountMinor: 1250, currency })}.`;
  throw new ProductError("invalid_input", {
    detail: problem,
    extra: { fields: { amount: problem } },
  });
}
