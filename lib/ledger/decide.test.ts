import { serialize } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { purchase } from "@/dev/test/kits/ledger/commands";
import {
  assertSound,
  type History,
  newHistory,
  next,
  paymentOf,
  stateOf,
} from "@/dev/test/kits/ledger/fold";
import { Model } from "@/dev/test/kits/ledger/model";
import { balanceOf, heldOf, newAccount } from "@/dev/test/kits/ledger/model-account";
import { anyStep, commandOf, type Step } from "@/dev/test/kits/ledger/steps";
import { testScale } from "@/dev/test/scale";
import { fromMicro } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import type { Command } from "./commands";
import { decide } from "./decide";
import type { Outcome } from "./outcome";

const ids = [
  "01920000-0000-7000-8000-0000000000aa",
  "01920000-0000-7000-8000-0000000000bb",
] as const;
const [account] = ids;
const start = Date.UTC(2026, 0, 1);

const scripts = (steps: number) =>
  fc.array(anyStep, { minLength: steps, maxLength: steps, size: "max" });

/** How many histories of a property are tried, where npm test tries so many. */
function runs(usual: number): number {
  return Math.ceil(usual * testScale);
}

/** Runs a script, each step at its time. */
function play(
  script: readonly Step[],
  visit: (history: History, command: Command, at: Date) => History,
): History {
  let history = newHistory(...ids);
  let at = start;
  for (const step of script) {
    at += step.later * 1_000;
    const now = new Date(at);
    history = visit(history, commandOf(step, ids, history, now), now);
  }
  return history;
}

describe("decide", () => {
  it(
    "does what a naive model of the rules does, and keeps every invariant after every step",
    () => {
      fc.assert(
        fc.property(scripts(500), (script) => {
          const model = new Model();
          play(script, (before, command, at) => {
            const history = next(before, command, at);
            const outcome = history.outcomes.at(-1);
            const holdId = outcome?.status === "refused" ? "" : (outcome?.holdId ?? "");
            const expected = model.run(command, { at: at.getTime(), holdId });
            expect(inModelTerms(outcome)).toEqual(expected);
            for (const id of ids) {
              const own = model.accounts.get(id) ?? newAccount();
              const state = stateOf(history, id);
              expect([Number(state.balance), Number(state.held)]).toEqual([
                balanceOf(own),
                heldOf(own),
              ]);
              expect(coinsOf(history, id).join()).toBe(own.lots.map(({ coins }) => coins).join());
              expect(statesOf(state.holds)).toBe(statesOf(own.holds));
            }
            const { length } = history.outcomes;
            // Verification reads the whole history: after the first steps only now and then.
            if (length < 60 || length % 50 === 0) assertSound(history);
            return history;
          });
        }),
        { numRuns: runs(50), endOnFailure: true },
      );
    },
    180_000 * Math.max(testScale, 1),
  );

  it("changes nothing that it was given, and a refusal leaves nothing", () => {
    fc.assert(
      fc.property(scripts(40), (script) => {
        play(script, (history, command, at) => {
          const given = [history.book, command, at];
          const before = serialize(given);
          const decision = decide(history.book, command, { at, newId });
          expect(serialize(given).equals(before)).toBe(true);
          if (decision.outcome.status !== "done") {
            expect(decision).toMatchObject({ plans: [], states: [] });
          }
          return next(history, command, at);
        });
      }),
      { numRuns: Math.min(runs(50), 50) },
    );
  });

  it("ends with the same balance in whatever order clawbacks came before the last target", () => {
    const targets = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 6 });
    const orders = targets.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(
      fc.property(
        scripts(20),
        orders,
        fc.integer({ min: 0, max: 30 }),
        (script, [one, other], last) => {
          const at = new Date(start + 100_000);
          const bought = { ...purchase(account, "pi_last", 1), credits: fromMicro(30n) };
          const history = next(play(script, next), bought, at);
          const ends = [one, other].map((order) =>
            [...order, last].reduce((now, target) => next(now, clawTo(target), at), history),
          );
          const [first, second] = ends.map((end) => stateOf(end, account).balance);
          expect(first).toBe(second);
          expect(first).toBe(stateOf(history, account).balance - BigInt(last));
        },
      ),
      { numRuns: 100 },
    );
  });
});

function clawTo(target: number): Command {
  return {
    kind: "clawback",
    accountId: account,
    actor: "stripe",
    reason: "Refunded",
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
    shortfall: Number(outcome?.shortfall),
  };
}

function statesOf(holds: ReadonlyMap<string, { readonly state: string }>): string {
  return [...holds]
    .map(([id, { state }]) => `${id} ${state}`)
    .sort()
    .join();
}

/** What lots hold, in the order in which they were made. */
function coinsOf(history: History, id: string) {
  const lots = [...stateOf(history, id).lots].sort((a, b) => (a.id < b.id ? -1 : 1));
  return lots.map((lot) => Number(lot.remaining));
}
