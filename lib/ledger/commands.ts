import type { Credits } from "@/lib/shared/credits";

/** What caused a movement, such as ("payment", "pi_…"). */
export interface Source {
  readonly type: string;
  readonly id: string;
}

interface CommandBase {
  readonly accountId: string;
  /** Who asks: "stripe", "system", or a user's id. Kept on the entry. */
  readonly actor: string;
  /** Why, as a sentence for people. Kept on the entry. */
  readonly reason: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

interface KeyedCommand extends CommandBase {
  /** I6: one effect per account and key; the same key again gets the first answer. */
  readonly idempotencyKey: string;
}

/** Adds the credits of a payment. One per payment, whatever the idempotency key says (I4). */
export interface PurchaseCommand extends KeyedCommand {
  readonly kind: "purchase";
  readonly paymentId: string;
  readonly credits: Credits;
}

/** Adds credits that nobody paid for. */
export interface GrantCommand extends KeyedCommand {
  readonly kind: "grant";
  readonly source: Source;
  readonly credits: Credits;
  /** Lower is used first. Promotional lots go before paid ones unless told. */
  readonly priority?: number;
  readonly expiresAt?: Date;
}

/** Takes credits for use. Refused when fewer are available: never partly done (I2). */
export interface SpendCommand extends KeyedCommand {
  readonly kind: "spend";
  readonly source: Source;
  readonly credits: Credits;
}

/**
 * Says how many credits of a payment shall be taken back in all, by refunds and disputes
 * together. The entry is the difference from what was taken already, in either direction; none
 * when there is no difference. Absolute, so repeating it or changing its order does no harm (I4).
 */
export interface ClawbackCommand extends CommandBase {
  readonly kind: "clawback";
  readonly cause: "refund" | "dispute";
  readonly paymentId: string;
  readonly target: Credits;
}

export type Command = PurchaseCommand | GrantCommand | SpendCommand | ClawbackCommand;

/** What a command did, or did when it was first given. */
export interface Done {
  readonly status: "done" | "repeated";
  /** The entry's seq; undefined when there was nothing to move. */
  readonly seq: number | undefined;
  readonly amount: Credits;
  readonly balanceAfter: Credits;
}

/** Why a command wasn't carried out. Nothing has changed. */
export interface Refused {
  readonly status: "refused";
  readonly code: "insufficient_credits" | "in_debt" | "idempotency_mismatch" | "invalid_command";
  /** For people: what was wrong and what to do. */
  readonly detail: string;
}

export type Outcome = Done | Refused;
