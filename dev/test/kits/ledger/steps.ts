import fc from "fast-check";
import type { Command } from "@/lib/ledger/commands";
import { fromMicro } from "@/lib/shared/credits";
import { purchaseOf } from "./commands";
import { type History, NAMES, paymentOf, stateOf } from "./fold";

/**
 * A command in the raw: numbers that mean something only where it is given, such as "the second
 * hold of this account". Amounts are tiny, since the model counts coins.
 */
export type Step = typeof anyStep extends fc.Arbitrary<infer Raw> ? Raw : never;

const kind = fc.oneof(
  ...(
    [
      [3, "purchase"],
      [2, "grant"],
      [4, "spend"],
      [4, "clawback"],
      [4, "hold"],
      [4, "capture"],
      [2, "release"],
      [1, "extend"],
      [2, "reverse"],
      [1, "adjustment"],
      [2, "transfer"],
      [1, "expire"],
    ] as const
  ).map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })),
);

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.option(arbitrary, { nil: undefined, freq: 1 });

export const anyStep = fc.record({
  kind,
  account: fc.nat({ max: 1 }),
  /** Seconds since the step before. */
  later: fc.constantFrom(0, 0, 0, 1, 3),
  amount: fc.constantFrom(1, 7, 20, 30, 40),
  /** Mostly keys of their own, but now and then one that was used for the same or another thing. */
  key: fc.oneof(
    { weight: 8, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: fc.constantFrom("key 1", "key 2", "key 3") },
  ),
  payment: fc.nat({ max: 2 }),
  /** Now and then a payment is reported for another purchase, or a purchase as paid twice. */
  purchase: fc.option(fc.nat({ max: 2 }), { nil: undefined, freq: 9 }),
  target: fc.constantFrom(0, 0, 1, 7, 15, 20, 30, 40),
  cause: fc.constantFrom("refund" as const, "dispute" as const),
  priority: maybe(fc.constantFrom(10, 100, 150)),
  expiresIn: maybe(fc.constantFrom(0, 1, 5, 20)),
  lasts: fc.constantFrom(1, 2, 5, 30),
  onExpire: fc.constantFrom("release" as const, "capture" as const),
  onInsufficient: fc.constantFrom(
    "refuse" as const,
    "take_available" as const,
    "owe" as const,
    undefined,
  ),
  part: maybe(fc.constantFrom(0, 1, 7, 30, 50)),
  which: fc.nat({ max: 5 }),
  /** Whatever a spend says that it was for, it is no clawback of that payment. */
  mimics: fc.boolean(),
});

const NO_HOLD = "00000000-0000-7000-8000-ffffffffffff";

/** The command that a step means after a history. */
export function commandOf(
  step: Step,
  accountIds: readonly [string, string],
  history: History,
  at: Date,
): Command {
  const accountId = accountIds[step.account === 0 ? 0 : 1];
  const state = stateOf(history, accountId);
  const holds = [...state.holds.keys()].sort().slice(-3);
  const takers = history.entries.filter(
    (entry) => entry.accountId === accountId && ["spend", "capture"].includes(entry.kind),
  );
  const base = { accountId, actor: "system", reason: "One reason" };
  const keyed = { ...base, idempotencyKey: step.key };
  const credits = micro(step.amount);
  const payment = NAMES[step.payment] ?? "pi_1";
  const part = step.part === undefined ? undefined : micro(step.part);
  const holdId = holds[step.which % Math.max(holds.length, 1)] ?? NO_HOLD;
  const expiresAt = step.expiresIn === undefined ? undefined : secondsAfter(at, step.expiresIn);
  const call = { type: "call", id: "call_1" };
  switch (step.kind) {
    case "purchase": {
      const paymentId = paymentOf(accountId, payment);
      const purchase = NAMES[step.purchase ?? step.payment] ?? "pi_1";
      const purchaseId = purchaseOf(accountId, purchase);
      const expiresInSeconds = step.expiresIn || undefined;
      return { ...base, kind: step.kind, credits, paymentId, purchaseId, expiresInSeconds };
    }
    case "grant": {
      const source = { type: "promotion", id: "welcome" };
      return { ...keyed, kind: step.kind, credits, source, priority: step.priority, expiresAt };
    }
    case "spend": {
      const mimicked = { type: "payment", id: paymentOf(accountId, "pi_1") };
      const source = step.mimics ? mimicked : call;
      return { ...keyed, kind: step.kind, credits, source };
    }
    case "clawback": {
      const paymentId = paymentOf(accountId, payment);
      const { cause, target } = step;
      return { ...base, kind: step.kind, cause, paymentId, target: micro(target) };
    }
    case "hold": {
      const { onExpire, lasts } = step;
      return {
        ...keyed,
        kind: step.kind,
        credits,
        source: call,
        onExpire,
        expiresInSeconds: lasts,
      };
    }
    case "capture": {
      const { onInsufficient } = step;
      return { ...keyed, kind: step.kind, holdId, credits: part, onInsufficient };
    }
    case "release":
      return { ...keyed, kind: step.kind, holdId };
    case "extend":
      return { ...base, kind: step.kind, holdId, expiresInSeconds: step.lasts };
    case "reverse": {
      const entrySeq = takers.at(-1 - (step.which % 3))?.seq ?? step.which + 1;
      return { ...keyed, kind: step.kind, entrySeq, credits: part || undefined };
    }
    case "adjustment": {
      const source = { type: "admin", id: "correction" };
      const signed = fromMicro(step.mimics ? credits : -credits);
      return { ...keyed, kind: step.kind, source, credits: signed };
    }
    case "transfer": {
      const toAccountId = accountIds[step.account === 0 ? 1 : 0];
      const terms = step.mimics ? { priority: step.priority } : undefined;
      const paidOnly = step.which % 2 === 0 ? true : undefined;
      return { ...keyed, kind: step.kind, toAccountId, credits, paidOnly, terms };
    }
    case "expire":
      return { ...base, kind: step.kind };
  }
}

function micro(amount: number) {
  return fromMicro(BigInt(amount));
}

function secondsAfter(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1_000);
}
