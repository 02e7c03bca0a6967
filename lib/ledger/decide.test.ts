import { serialize } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyCommand, purchase } from "@/dev/test/kits/ledger/commands";
import {
  assertSound,
  type History,
  newHistory,
  next,
  nextLotId,
} from "@/dev/test/kits/ledger/fold";
import { Model } from "@/dev/test/kits/ledger/model";
import { fromMicro } from "@/lib/shared/credits";
import type { Command, Outcome } from "./commands";
import { decide } from "./decide";

const account = "01920000-0000-7000-8000-0000000000aa";
const start = Date.UTC(2026, 0, 1);

/** Commands with the moment of each; several may share one. */
const scripts = fc
  .array(
    fc
      .integer({ min: 0, max: 12 })
      .chain((later) =>
        fc.tuple(fc.constant(new Date(start + later)), anyCommand(account, start + later)),
      ),
    { minLength: 5, maxLength: 40, size: "max" },
  )
  .map((steps) => steps.sort(([a], [b]) => a.getTime() - b.getTime()));

describe("decide", () => {
  it("does what a naive model of the rules does, and keeps every invariant after every step", () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const model = new Model();
        let history = newHistory(account);
        for (const [at, command] of script) {
          const expected = model.run(command, at.getTime(), nextLotId(history));
          history = next(history, command, at);
          expect(inModelTerms(history.outcomes.at(-1))).toEqual(expected);
          expect(Number(history.state.balance)).toBe(model.balance);
          expect(coinsOf(history)).toEqual(
            Object.fromEntries(model.lots.map(({ id, coins }) => [id, coins])),
          );
          assertSound(history);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("changes nothing that it was given, and a refusal leaves the very same state", () => {
    fc.assert(
      fc.property(scripts, (script) => {
        let history = newHistory(account);
        for (const [at, command] of script) {
          const given = [history.state, command, at];
          const before = serialize(given);
          const decision = decide(history.state, command, { at, lotId: nextLotId(history) });
          expect(serialize(given).equals(before)).toBe(true);
          if (decision.outcome.status !== "done") {
            expect(decision).toMatchObject({ plan: undefined });
            expect(decision.next).toBe(history.state);
          }
          history = next(history, command, at);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("ends with the same balance in whatever order clawbacks came before the last target", () => {
    const targets = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 6 });
    const orders = targets.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(
      fc.property(
        scripts,
        orders,
        fc.integer({ min: 0, max: 30 }),
        (script, [one, other], last) => {
          const at = new Date(start + 100);
          let history = newHistory(account);
          for (const [moment, command] of script) history = next(history, command, moment);
          const bought = { ...purchase(account, "pi_last", 1), credits: fromMicro(30n) };
          history = next(history, bought, at);
          const ends = [one, other].map((order) =>
            [...order, last].reduce((now, target) => next(now, clawTo(target), at), history),
          );
          const [first, second] = ends.map(({ state }) => state.balance);
          expect(first).toBe(second);
          expect(first).toBe(history.state.balance - BigInt(last));
        },
      ),
      { numRuns: 200 },
    );
  });
});

function clawTo(target: number): Command {
  return {
    kind: "clawback",
    accountId: account,
    actor: "stripe",
    reason: "Money went back",
    cause: target % 2 === 0 ? "refund" : "dispute",
    paymentId: "pi_last",
    target: fromMicro(BigInt(target)),
  };
}

function inModelTerms(outcome: Outcome | undefined) {
  if (outcome?.status === "refused") return { status: outcome.status, code: outcome.code };
  return {
    status: outcome?.status,
    amount: Number(outcome?.amount),
    balanceAfter: Number(outcome?.balanceAfter),
  };
}

function coinsOf({ state }: History) {
  return Object.fromEntries([...state.lots.values()].map((lot) => [lot.id, Number(lot.remaining)]));
}
