import type { Credits } from "@/lib/shared/credits";

/** What is known about a disputed payment and what became of its credits. */
export interface EvidenceFacts {
  readonly disputeId: string;
  readonly paymentId: string;
  readonly packName: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly orderedAt: Date;
  /** When the credits were added to the account. */
  readonly creditedAt: Date | null;
  readonly customer: {
    readonly accountId: string;
    readonly name: string | null;
    readonly email: string | null;
  };
  /** What the payment bought, its bonus included. */
  readonly granted: Credits;
  /** Oldest first. */
  readonly usages: readonly Usage[];
  /** Oldest first, from a while before the purchase on. */
  readonly signIns: readonly SignIn[];
}

/** Credits of the disputed payment that a request used. */
export interface Usage {
  readonly at: Date;
  /** What was taken from this payment's credits; negative where it was given back. */
  readonly amount: Credits;
  readonly service: string | null;
  readonly model: string | null;
  /** The caller's own name for the request. */
  readonly reference: string | null;
  /** The name and first characters of the API key; null for someone who was signed in. */
  readonly key: string | null;
  readonly address: string | null;
  /** The entry's number in the account's ledger. */
  readonly seq: number;
}

export interface SignIn {
  readonly at: Date;
  /** How, such as "password" or "passkey". */
  readonly method: string;
  readonly address: string | null;
  readonly browser: string | null;
}
