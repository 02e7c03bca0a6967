import { type Credits, MAX_CREDITS } from "@/lib/shared/credits";

/** The largest of PostgreSQL's integer. */
const MAX_PRIORITY = 2_147_483_647;
/** Later years are written in a form that PostgreSQL doesn't read. */
const MAX_EXPIRY = new Date("9999-12-31T23:59:59.999Z");

/** What is wrong with an amount that is to be moved, as a sentence for people. */
export function findAmountFault(credits: Credits): string | undefined {
  if (credits <= 0n) return "The amount must be more than zero credits.";
  if (credits > MAX_CREDITS) return "The amount is larger than an account can hold.";
  return undefined;
}

/** What is wrong with the terms of a new lot, as a sentence for people. */
export function findTermsFault({
  priority = 0,
  expiresAt,
}: {
  readonly priority?: number;
  readonly expiresAt?: Date;
}): string | undefined {
  if (!Number.isInteger(priority) || Math.abs(priority) > MAX_PRIORITY) {
    return "The priority must be a whole number.";
  }
  return expiresAt && findExpiryFault(expiresAt);
}

export function findExpiryFault(expiresAt: Date): string | undefined {
  // Written so that an invalid date, which compares with nothing, is a fault too.
  return expiresAt <= MAX_EXPIRY ? undefined : "The expiry must be a date before the year 10000.";
}

/** 100 years of 365 days. */
const MAX_LIFETIME_SECONDS = 100 * 365 * 24 * 60 * 60;

/** What is wrong with how long credits last; undefined: they last for ever. */
export function findLifetimeFault(seconds: number | undefined): string | undefined {
  const fits =
    seconds === undefined ||
    (Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_LIFETIME_SECONDS);
  return fits ? undefined : "Credits must last for 1 second to 100 years, in whole seconds.";
}

/** A month: what holds work in progress for longer is no hold. */
const MAX_HOLD_SECONDS = 31 * 24 * 60 * 60;

export function findDurationFault(seconds: number): string | undefined {
  const fits = Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_HOLD_SECONDS;
  return fits ? undefined : "A hold must last for 1 second to 31 days, in whole seconds.";
}
