import type { contraAccount, entryKind, holdExpiry, holdState, lotKind } from "@/db/schema";
import type { Credits } from "@/lib/shared/credits";

export type EntryKind = (typeof entryKind.enumValues)[number];
export type ContraAccount = (typeof contraAccount.enumValues)[number];

/** What caused an entry, such as ("payment", "pi_…"). */
export interface Source {
  readonly type: string;
  readonly id: string;
}

/** Credits taken from a lot, or given to it; the entry's sign tells which. Never negative. */
export interface Allocation {
  readonly lotId: string;
  readonly amount: Credits;
}

export interface Entry {
  readonly accountId: string;
  readonly seq: number;
  readonly key: string;
  /** SHA-256 in hex, as `hash` is. */
  readonly commandDigest: string | null;
  readonly kind: EntryKind;
  readonly amount: Credits;
  readonly heldDelta: Credits;
  readonly balanceAfter: Credits;
  readonly heldAfter: Credits;
  readonly contra: ContraAccount;
  readonly shortfall: Credits;
  readonly absorbed: Credits;
  readonly holdId: string | null;
  readonly reverses: number | null;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly actor: string;
  readonly reason: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly allocations: readonly Allocation[];
  readonly createdAt: Date;
  readonly hash: string;
}

export interface Lot {
  readonly accountId: string;
  readonly id: string;
  readonly kind: (typeof lotKind.enumValues)[number];
  readonly granted: Credits;
  readonly remaining: Credits;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly priority: number;
  readonly expiresAt: Date | null;
  readonly entrySeq: number;
  readonly createdAt: Date;
}

export interface Hold {
  readonly accountId: string;
  readonly id: string;
  readonly amount: Credits;
  readonly state: (typeof holdState.enumValues)[number];
  readonly expiresAt: Date;
  readonly onExpire: (typeof holdExpiry.enumValues)[number];
  readonly sourceType: string;
  readonly sourceId: string;
  readonly entrySeq: number;
  readonly endSeq: number | null;
  readonly createdAt: Date;
}

/** The stored columns of an account that entries change. */
export interface AccountRow {
  readonly id: string;
  readonly balance: Credits;
  readonly held: Credits;
  readonly lotSum: Credits;
  readonly entrySeq: number;
  /** The last entry's hash in hex; empty before the first. */
  readonly headHash: string;
  /** No open lot and no open hold expires before this; null: none ever expires. */
  readonly nextExpiryAt: Date | null;
  readonly updatedAt: Date;
}

/** All of an account that a decision needs. A decision never changes one: it returns the next. */
export interface AccountState extends AccountRow {
  /**
   * In the order of use: enough open lots to cover what the batch takes, those that have expired,
   * and those that the entries below took from, used up or not.
   */
  readonly lots: readonly Lot[];
  /** What expired lots hold that weren't loaded, because a command ends a hundred at most. */
  readonly expiredElsewhere: Credits;
  /** The earliest expiry among open lots and holds that weren't loaded as due. */
  readonly laterExpiryAt: Date | null;
  /** By id: holds that commands of the batch name, and those that have expired. */
  readonly holds: ReadonlyMap<string, Hold>;
  /** For each payment named by a command: its entries so far, oldest first. */
  readonly paymentEntries: ReadonlyMap<string, readonly Entry[]>;
  /** For each entry that a command reverses: itself and what reversed it, oldest first. */
  readonly reversals: ReadonlyMap<number, readonly Entry[]>;
}

/** Which account and purchase a payment belongs to, over all accounts. */
export interface Registration {
  readonly paymentId: string;
  readonly accountId: string;
  readonly purchaseId: string;
}

/** What a batch of commands is decided on. */
export interface Book {
  readonly accounts: ReadonlyMap<string, AccountState>;
  /** Of the payments and purchases that commands of the batch name. */
  readonly registrations: readonly Registration[];
}

/** Never changed, so that one is enough for all. */
const NONE = new Map<never, never>();

export function emptyAccount(id: string): AccountState {
  return {
    id,
    balance: 0n as Credits,
    held: 0n as Credits,
    lotSum: 0n as Credits,
    entrySeq: 0,
    headHash: "",
    nextExpiryAt: null,
    updatedAt: new Date(0),
    lots: [],
    expiredElsewhere: 0n as Credits,
    laterExpiryAt: null,
    holds: NONE,
    paymentEntries: NONE,
    reversals: NONE,
  };
}
