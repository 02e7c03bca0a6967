import { type Credits, fromMicro, minCredits, ZERO_CREDITS } from "@/lib/shared/credits";

/** What a purchase does for an account in debt. Each amount is zero or more. */
export interface DebtPayment {
  /** The part of the purchase that pays the debt. */
  readonly paid: Credits;
  /** What is still owed afterwards. */
  readonly owed: Credits;
  /** What the purchase leaves to spend. */
  readonly spendable: Credits;
}

/** @param balance the account's balance before the purchase; negative is debt */
export function payDebt(balance: Credits, credits: Credits): DebtPayment {
  const debt = owedOf(balance);
  const paid = minCredits(debt, credits);
  return { paid, owed: fromMicro(debt - paid), spendable: fromMicro(credits - paid) };
}

/** What an account owes: its balance below zero, as a positive amount. */
export function owedOf(balance: Credits): Credits {
  return balance < 0n ? fromMicro(-balance) : ZERO_CREDITS;
}

/** @returns the cheapest pack that clears a debt by itself; undefined when none is large enough */
export function findClearingPack<
  Pack extends { readonly credits: Credits; readonly priceMinor: number },
>(packs: readonly Pack[], owed: Credits): Pack | undefined {
  return packs
    .filter(({ credits }) => credits >= owed)
    .sort((a, b) => a.priceMinor - b.priceMinor)[0];
}
