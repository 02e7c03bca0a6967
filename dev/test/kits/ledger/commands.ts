import { createHash } from "node:crypto";
import fc from "fast-check";
import type {
  ClawbackCommand,
  Command,
  GrantCommand,
  PurchaseCommand,
  SpendCommand,
} from "@/lib/ledger/commands";
import { type Credits, fromMicro, wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { NAMES, paymentOf } from "./fold";

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

/**
 * Commands as they come: few payments and round amounts, so that they meet; mostly keys of their
 * own, but now and then one that was used for the same thing or for another. Tiny amounts: see Model.
 */
export function anyCommand(accountId: string, now: number): fc.Arbitrary<Command> {
  const base = {
    accountId: fc.constant(accountId),
    actor: fc.constantFrom("system", "stripe"),
    reason: fc.constantFrom("One reason", "Another reason"),
  };
  const credits = fc.constantFrom(1, 7, 20, 30, 40).map(micro);
  const keyed = {
    ...base,
    idempotencyKey: fc.oneof(
      { weight: 6, arbitrary: fc.uuid() },
      { weight: 1, arbitrary: fc.constantFrom("key 1", "key 2", "key 3") },
    ),
    credits,
  };
  const paymentId = fc.constantFrom(...NAMES).map((name) => paymentOf(accountId, name));
  const purchases = fc
    .tuple(
      fc.record({ ...base, credits, kind: fc.constant("purchase" as const), paymentId }),
      // Now and then a payment is reported for another purchase, or a purchase as paid twice.
      fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, fc.constantFrom(...NAMES)),
    )
    .map(([command, other]) => ({
      ...command,
      purchaseId: purchaseOf(accountId, other ?? command.paymentId),
    }));
  const spends = fc.record({
    ...keyed,
    kind: fc.constant("spend" as const),
    // Whatever a spend says that it was for, it is no clawback of that payment.
    source: fc.constantFrom(
      { type: "call", id: "call_1" },
      { type: "payment", id: paymentOf(accountId, "pi_1") },
    ),
  });
  const grants = fc.record(
    {
      ...keyed,
      kind: fc.constant("grant" as const),
      source: fc.constant({ type: "promotion", id: "welcome" }),
      priority: fc.constantFrom(10, 100, 150),
      expiresAt: fc.constantFrom(0, 1, 5, 20).map((later) => new Date(now + later)),
    },
    {
      requiredKeys: ["accountId", "actor", "reason", "idempotencyKey", "credits", "kind", "source"],
    },
  );
  const clawbacks = fc.record({
    ...base,
    kind: fc.constant("clawback" as const),
    cause: fc.constantFrom("refund" as const, "dispute" as const),
    paymentId,
    target: fc.constantFrom(0, 0, 1, 7, 15, 20, 30, 40).map(micro),
  });
  return fc.oneof(
    { weight: 2, arbitrary: purchases },
    { weight: 3, arbitrary: spends },
    { weight: 1, arbitrary: grants },
    { weight: 4, arbitrary: clawbacks },
  );
}

function micro(amount: number): Credits {
  return fromMicro(BigInt(amount));
}
