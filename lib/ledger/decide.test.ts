import { serialize } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyCommand, purchase } from "@/dev/test/kits/ledger/commands";
import {
  assertSound,
  type History,
  newHistory,
  next,
  paymentOf,
  stateOf,
} from "@/dev/test/kits/ledger/fold";
import { Model } from "@/dev/test/kits/ledger/model";
import { balanceOf, newAccount } from "@/dev/test/kits/ledger/model-account";
import { fromMicro } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import type { Command } from "./commands";
import { decide } from "./decide";
import type { Outcome } from "./outcome";

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
          const expected = model.run(command, at.getTime());
          history = next(history, command, at);
          const own = model.accounts.get(account) ?? newAccount();
          expect(inModelTerms(history.outcomes.at(-1))).toEqual(expected);
          expect(Number(stateOf(history, account).balance)).toBe(balanceOf(own));
          expect(coinsOf(history)).toEqual(own.lots.map(({ coins }) => coins));
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
          const given = [history.book, command, at];
          const before = serialize(given);
          const decision = decide(history.book, command, { at, newId });
          expect(serialize(given).equals(before)).toBe(true);
          if (decision.outcome.status !== "done") {
            expect(decision).toMatchObject({ plans: [], states: [] });
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
          const [first, second] = ends.map((end) => stateOf(end, account).balance);
          expect(first).toBe(second);
          expect(first).toBe(stateOf(history, account).balance - BigInt(last));
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
    paymentId: paymentOf(account, "pi_last"),
    target: fromMicro(BigInt(target)),
  };
}

function inModelTerms(outcome: Outcome | undefined) {
  if (outcome?.status === "refused") return { status: outcome.status, code: outcome.code };
  return {
    status: outcome?.status,
    seq: outcome?.seq,
    amount: Number(outcome?.amount),
    balanceAfter: Number(outcome?.balanceAfter),
    heldAfter: Number(outcome?.heldAfter),
  };
}

/** What lots hold, in the order in which they were made. */
function coinsOf(history: History) {
  const lots = [...stateOf(history, account).lots].sort((a, b) => (a.id < b.id ? -1 : 1));
  return lots.map((lot) => Number(lot.remaining));
}
