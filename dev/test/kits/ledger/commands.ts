import { createHash } from "node:crypto";
import type {
  CaptureCommand,
  ClawbackCommand,
  GrantCommand,
  HoldCommand,
  PurchaseCommand,
  ReleaseCommand,
  ReverseCommand,
  SpendCommand,
  TransferCommand,
} from "@/lib/ledger/commands";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { paymentOf } from "./fold";

/**
 * Scenario words: a command in one line, whole credits, a key of its own unless told.
 * @param payment a name for the payment within the account; see `paymentOf`
 */
export function purchase(
  accountId: string,
  payment: string,
  credits: number,
  more: Partial<PurchaseCommand> = {},
): PurchaseCommand {
  return {
    kind: "purchase",
    accountId,
    actor: "stripe",
    reason: "Bought a pack",
    paymentId: paymentOf(accountId, payment),
    purchaseId: purchaseOf(accountId, payment),
    credits: wholeCredits(credits),
    ...more,
  };
}

/** The purchase that a payment of an account is of. */
export function purchaseOf(accountId: string, payment: string): string {
  const hex = createHash("sha256").update(accountId).update(payment).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}

export function grant(
  accountId: string,
  credits: number,
  more: Partial<GrantCommand> = {},
): GrantCommand {
  return {
    kind: "grant",
    accountId,
    actor: "system",
    reason: "A present",
    idempotencyKey: newId(),
    source: { type: "promotion", id: "welcome" },
    credits: wholeCredits(credits),
    ...more,
  };
}

export function spend(
  accountId: string,
  credits: number,
  more: Partial<SpendCommand> = {},
): SpendCommand {
  return {
    kind: "spend",
    accountId,
    actor: "system",
    reason: "Used",
    idempotencyKey: newId(),
    source: { type: "call", id: "call_1" },
    credits: wholeCredits(credits),
    ...more,
  };
}

export function clawback(
  accountId: string,
  payment: string,
  target: number,
  more: Partial<ClawbackCommand> = {},
): ClawbackCommand {
  return {
    kind: "clawback",
    accountId,
    actor: "stripe",
    reason: "Money went back",
    cause: "refund",
    paymentId: paymentOf(accountId, payment),
    target: wholeCredits(target),
    ...more,
  };
}

/** A hold of whole credits, for a minute unless told. */
export function hold(
  accountId: string,
  credits: number,
  more: Partial<HoldCommand> = {},
): HoldCommand {
  return {
    kind: "hold",
    accountId,
    actor: "system",
    reason: "Work in progress",
    idempotencyKey: newId(),
    source: { type: "service", id: "llm" },
    credits: wholeCredits(credits),
    expiresInSeconds: 60,
    ...more,
  };
}

export function capture(
  accountId: string,
  holdId: string,
  more: Partial<CaptureCommand> = {},
): CaptureCommand {
  return {
    kind: "capture",
    accountId,
    actor: "system",
    reason: "Work done",
    idempotencyKey: newId(),
    holdId,
    ...more,
  };
}

export function release(
  accountId: string,
  holdId: string,
  more: Partial<ReleaseCommand> = {},
): ReleaseCommand {
  return {
    kind: "release",
    accountId,
    actor: "system",
    reason: "Work given up",
    idempotencyKey: newId(),
    holdId,
    ...more,
  };
}

export function reverse(
  accountId: string,
  entrySeq: number,
  more: Partial<ReverseCommand> = {},
): ReverseCommand {
  return {
    kind: "reverse",
    accountId,
    actor: "system",
    reason: "Used by mistake",
    idempotencyKey: newId(),
    entrySeq,
    ...more,
  };
}

export function transfer(
  accountId: string,
  toAccountId: string,
  credits: number,
  more: Partial<TransferCommand> = {},
): TransferCommand {
  return {
    kind: "transfer",
    accountId,
    toAccountId,
    actor: "system",
    reason: "For a friend",
    idempotencyKey: newId(),
    credits: wholeCredits(credits),
    ...more,
  };
}
