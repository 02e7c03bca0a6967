import { formatCredits, fromMicro } from "@/lib/shared/credits";

export type Invariant = "I1" | "I2" | "I3" | "I4" | "I5";

/** Where the ledger is broken first. */
export interface LedgerFault {
  readonly accountId: string;
  /** The entry at which it shows; for lots and holds, the entry that made them. */
  readonly seq: number;
  readonly invariant: Invariant;
  /** For people: all of the above, and what was found instead of what. */
  readonly sentence: string;
}

/** Thrown by the checks below, so that each can be written as one statement. */
export class LedgerBroken extends Error {
  readonly fault: LedgerFault;

  constructor(accountId: string, seq: number, invariant: Invariant, found: string) {
    super(`${invariant} is broken at entry ${seq} of account ${accountId}: ${found}.`);
    this.fault = { accountId, seq, invariant, sentence: this.message };
  }
}

/** Thrown where an entry can't be checked without those before the checkpoint. */
export class ReachesBack extends Error {}

/** Reports a violation at an entry: the one under verification unless told. */
export type Break = (invariant: Invariant, found: string, seq?: number) => never;

/** What expires earlier than the account says would never be looked for. */
export function assertNextExpiry(
  fail: Break,
  nextExpiryAt: Date | null,
  { expiresAt, seq }: { readonly expiresAt: Date | null; readonly seq: number },
): void {
  if (expiresAt !== null && (nextExpiryAt === null || nextExpiryAt > expiresAt)) {
    fail(
      "I3",
      `something expires at ${expiresAt.toISOString()}, before the account's next expiry`,
      seq,
    );
  }
}

/** Debt has no lots: what can be used is the balance, or nothing. */
export function usable(balance: bigint): bigint {
  return balance > 0n ? balance : 0n;
}

export function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

export function show(amount: bigint): string {
  return formatCredits(fromMicro(amount));
}
