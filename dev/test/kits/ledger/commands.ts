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

/** Scenario words: a command in one line, whole credits, a key of its own unless told. */
export function purchase(
  accountId: string,
  paymentId: string,
  credits: number,
  more: Partial<PurchaseCommand> = {},
): PurchaseCommand {
  return {
    kind: "purchase",
    accountId,
    actor: "stripe",
    reason: "Bought a pack",
    idempotencyKey: `purchase:${paymentId}`,
    paymentId,
    credits: wholeCredits(credits),
    ...more,
  };
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
  paymentId: string,
  target: number,
  more: Partial<ClawbackCommand> = {},
): ClawbackCommand {
  return {
    kind: "clawback",
    accountId,
    actor: "stripe",
    reason: "Money went back",
    cause: "refund",
    paymentId,
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
  const keyed = {
    ...base,
    idempotencyKey: fc.oneof(
      { weight: 6, arbitrary: fc.uuid() },
      { weight: 1, arbitrary: fc.constantFrom("key 1", "key 2", "key 3") },
    ),
    credits: fc.constantFrom(1, 7, 20, 30, 40).map(micro),
  };
  const paymentId = fc.constantFrom("pi_1", "pi_2", "pi_3");
  const purchases = fc.record({ ...keyed, kind: fc.constant("purchase" as const), paymentId });
  const spends = fc.record({
    ...keyed,
    kind: fc.constant("spend" as const),
    // Whatever a spend says that it was for, it is no clawback of that payment.
    source: fc.constantFrom({ type: "call", id: "call_1" }, { type: "payment", id: "pi_1" }),
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
