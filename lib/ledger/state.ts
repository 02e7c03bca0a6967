import type { Credits } from "@/lib/shared/credits";

export type EntryKind =
  | "purchase"
  | "grant"
  | "spend"
  | "spend_reversal"
  | "refund"
  | "refund_reversal"
  | "dispute"
  | "dispute_reversal"
  | "expiry"
  | "adjustment";

export type CounterAccount =
  | "sales"
  | "promotions"
  | "usage"
  | "disputes"
  | "breakage"
  | "adjustments";

/** Credits taken from a lot, or given to it; the entry's sign tells which. Never negative. */
export interface Allocation {
  readonly grantId: string;
  readonly amount: Credits;
}

export interface Entry {
  readonly accountId: string;
  readonly seq: number;
  readonly kind: EntryKind;
  readonly amount: Credits;
  readonly balanceAfter: Credits;
  readonly counterAccount: CounterAccount;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly actor: string;
  readonly reason: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly allocations: readonly Allocation[];
  readonly createdAt: Date;
  readonly hash: Buffer;
}

export interface Lot {
  readonly accountId: string;
  readonly id: string;
  readonly kind: "paid" | "promotional";
  readonly granted: Credits;
  readonly remaining: Credits;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly priority: number;
  readonly expiresAt: Date | null;
  readonly entrySeq: number;
  readonly createdAt: Date;
}

/** The effect once recorded under an idempotency key. */
export interface Effect {
  readonly accountId: string;
  readonly idempotencyKey: string;
  readonly commandHash: Buffer;
  readonly answer: { seq: number; amount: string; balanceAfter: string };
}

/** All of an account that a decision needs. `decide` never changes one: it returns the next. */
export interface AccountState {
  readonly id: string;
  readonly balance: Credits;
  readonly held: Credits;
  readonly entrySeq: number;
  readonly headHash: Buffer;
  /**
   * By id: open lots, and those that entries of `paymentEntries` took from. Not loaded when every
   * command only adds credits.
   */
  readonly lots: ReadonlyMap<string, Lot>;
  /** For each payment named by a command: its entries so far, oldest first. */
  readonly paymentEntries: ReadonlyMap<string, readonly Entry[]>;
  readonly effects: ReadonlyMap<string, Effect>;
}

export function emptyAccount(id: string): AccountState {
  return {
    id,
    balance: 0n as Credits,
    held: 0n as Credits,
    entrySeq: 0,
    headHash: Buffer.alloc(0),
    lots: new Map(),
    paymentEntries: new Map(),
    effects: new Map(),
  };
}
