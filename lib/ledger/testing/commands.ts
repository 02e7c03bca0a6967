import fc from "fast-check";
import { type Credits, fromMicro, wholeCredits } from "@/lib/credits";
import { newId } from "@/lib/ids";
import type {
  ClawbackCommand,
  Command,
  GrantCommand,
  PurchaseCommand,
  SpendCommand,
} from "../commands";

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

/** Commands as they come: few keys and few payments, so that they meet. Tiny amounts: see Model. */
export function anyCommand(accountId: string, now: number): fc.Arbitrary<Command> {
  const base = {
    accountId: fc.constant(accountId),
    actor: fc.constantFrom("system", "stripe"),
    reason: fc.constantFrom("One reason", "Another reason"),
  };
  const keyed = {
    ...base,
    idempotencyKey: fc.integer({ min: 1, max: 12 }).map((key) => `key ${key}`),
    credits: fc.integer({ min: 1, max: 40 }).map(micro),
  };
  const paymentId = fc.constantFrom("pi_1", "pi_2", "pi_3");
  return fc.oneof(
    fc.record({ ...keyed, kind: fc.constant("purchase" as const), paymentId }),
    fc.record({
      ...keyed,
      kind: fc.constant("spend" as const),
      // Whatever a spend says that it was for, it is no clawback of that payment.
      source: fc.constantFrom({ type: "call", id: "call_1" }, { type: "payment", id: "pi_1" }),
    }),
    fc.record(
      {
        ...keyed,
        kind: fc.constant("grant" as const),
        source: fc.constant({ type: "promotion", id: "welcome" }),
        priority: fc.constantFrom(10, 100, 150),
        expiresAt: fc.constantFrom(0, 1, 5, 20).map((later) => new Date(now + later)),
      },
      {
        requiredKeys: [
          "accountId",
          "actor",
          "reason",
          "idempotencyKey",
          "credits",
          "kind",
          "source",
        ],
      },
    ),
    fc.record({
      ...base,
      kind: fc.constant("clawback" as const),
      cause: fc.constantFrom("refund" as const, "dispute" as const),
      paymentId,
      target: fc.integer({ min: 0, max: 42 }).map(micro),
    }),
  );
}

function micro(amount: number): Credits {
  return fromMicro(BigInt(amount));
}
