import { describe, expect, it } from "vitest";
import * as kit from "@/dev/test/kits/ledger/commands";
import { type History, next, paymentOf, stateOf } from "@/dev/test/kits/ledger/fold";
import { ACCOUNT, AT, OTHER, secondsLater } from "@/dev/test/kits/ledger/states";
import { lastHold, play } from "@/dev/test/kits/ledger/stored";
import { wholeCredits } from "@/lib/shared/credits";
import type { Command } from ".";

const { capture, clawback, grant, hold, purchase, reverse, spend, transfer } = kit;
const PAYMENT = paymentOf(ACCOUNT, "pi_1");
const source = { type: "promotion", id: "welcome" };
const adjustment = (credits: number): Command => ({
  ...{ accountId: ACCOUNT, actor: "me", reason: "Corrected", idempotencyKey: `a${credits}` },
  ...{ kind: "adjustment", source: { type: "admin", id: "x" }, credits: wholeCredits(credits) },
});

/** What the lots of an account hold, in the order of use, in whole credits. */
const lotsOf = (history: History, account = ACCOUNT) =>
  stateOf(history, account).lots.map((lot) => Number(lot.remaining / 1_000_000n));
const lastOutcome = (history: History) => history.outcomes.at(-1);

describe("grants", () => {
  const first = () => grant(ACCOUNT, 5, { source, priority: 7, expiresAt: secondsLater(900) });

  it("of the same terms share a lot while something remains of it", () => {
    expect(lotsOf(play(first, first))).toEqual([10]);
    expect(lotsOf(play(first, () => spend(ACCOUNT, 5), first))).toEqual([0, 5]);
  });

  it.each<[string, Parameters<typeof grant>[2]]>([
    ["type of source", { source: { type: "other", id: "welcome" } }],
    ["source", { source: { type: "promotion", id: "other" } }],
    ["priority", { priority: 8 }],
    ["expiry", { expiresAt: secondsLater(901) }],
    ["end", { expiresAt: undefined }],
  ])("of another %s are lots of their own", (_, change) => {
    const other = () =>
      grant(ACCOUNT, 5, { source, priority: 7, expiresAt: secondsLater(900), ...change });
    expect(lotsOf(play(first, other))).toEqual([5, 5]);
  });

  it("never join what was paid for, whatever it says of itself", () => {
    const alike = () =>
      grant(ACCOUNT, 5, { source: { type: "payment", id: PAYMENT }, priority: 100 });
    expect(lotsOf(play(() => purchase(ACCOUNT, "pi_1", 10), alike))).toEqual([10, 5]);
  });
});

describe("a clawback", () => {
  it("takes from the paid lot of its own payment first, then in the order of use", () => {
    const history = play(
      () => grant(ACCOUNT, 5, { source: { type: "payment", id: PAYMENT }, priority: 1 }),
      () => purchase(ACCOUNT, "pi_2", 10),
      () => purchase(ACCOUNT, "pi_1", 10),
    );
    expect(lotsOf(next(history, clawback(ACCOUNT, "pi_1", 4), secondsLater(9)))).toEqual([
      5, 10, 6,
    ]);
    const spent = next(history, spend(ACCOUNT, 22), secondsLater(9));
    expect(lotsOf(next(spent, clawback(ACCOUNT, "pi_1", 10), secondsLater(9)))).toEqual([0, 0, 0]);
    expect(stateOf(next(spent, clawback(ACCOUNT, "pi_1", 10), AT), ACCOUNT).balance).toBe(
      wholeCredits(-7),
    );
  });

  it("writes nothing where its target was reached before, and gives back where it is lower", () => {
    const taken = play(
      () => purchase(ACCOUNT, "pi_1", 10),
      () => clawback(ACCOUNT, "pi_1", 4),
    );
    const again = next(taken, clawback(ACCOUNT, "pi_1", 4), AT);
    expect(again.entries).toHaveLength(2);
    expect(lastOutcome(again)).toMatchObject({ status: "done", seq: undefined, amount: 0n });
    expect(lotsOf(next(taken, clawback(ACCOUNT, "pi_1", 1), AT))).toEqual([9]);
  });

  it("that is undone after the debt was paid otherwise makes a lot of the payment", () => {
    const paid = play(
      () => purchase(ACCOUNT, "pi_1", 10),
      () => spend(ACCOUNT, 10),
      () => clawback(ACCOUNT, "pi_1", 10),
      () => grant(ACCOUNT, 12),
      () => clawback(ACCOUNT, "pi_1", 0),
    );
    expect(stateOf(paid, ACCOUNT).lots.at(-1)).toMatchObject({
      ...{ kind: "paid", sourceType: "payment", sourceId: PAYMENT, remaining: wholeCredits(10) },
    });
  });
});

describe("a reversal", () => {
  it("of what had been owed and was paid since makes a lot that names the entry", () => {
    const history = play(
      () => grant(ACCOUNT, 4),
      () => hold(ACCOUNT, 4),
      (held) =>
        capture(ACCOUNT, lastHold(held), { credits: wholeCredits(6), onInsufficient: "owe" }),
      () => grant(ACCOUNT, 2),
      () => reverse(ACCOUNT, 3),
    );
    expect(stateOf(history, ACCOUNT).balance).toBe(wholeCredits(6));
    expect(stateOf(history, ACCOUNT).lots.at(-1)).toMatchObject({
      ...{ sourceType: "entry", sourceId: "3", remaining: wholeCredits(2) },
    });
  });
});

describe("a spend or an adjustment", () => {
  it("of nothing writes no entry", () => {
    const history = play(
      () => grant(ACCOUNT, 4),
      () => spend(ACCOUNT, 0),
    );
    expect(history.entries).toHaveLength(1);
    expect(lastOutcome(history)).toMatchObject({ status: "done", seq: undefined, amount: 0n });
  });

  it("that adds makes a promotional lot that never expires; one that takes keeps to the order", () => {
    const added = play(() => adjustment(3));
    expect(stateOf(added, ACCOUNT).lots).toMatchObject([
      { kind: "promotional", priority: 50, expiresAt: null, sourceType: "admin", sourceId: "x" },
    ]);
    const taken = play(
      () => purchase(ACCOUNT, "pi_1", 10),
      () => grant(ACCOUNT, 5),
      () => adjustment(-7),
    );
    expect(lotsOf(taken)).toEqual([0, 8]);
  });
});

describe("a capture", () => {
  it("takes nothing of an account that owes, unless it may owe more", () => {
    const owing = play(
      () => purchase(ACCOUNT, "pi_1", 10),
      () => hold(ACCOUNT, 4),
      () => clawback(ACCOUNT, "pi_1", 10),
      () => adjustment(-2),
    );
    const ended = (onInsufficient: "take_available" | "owe") =>
      next(owing, capture(ACCOUNT, lastHold(owing), { onInsufficient }), secondsLater(9));
    expect(lastOutcome(ended("take_available"))).toMatchObject({
      ...{ amount: 0n, shortfall: wholeCredits(4) },
    });
    expect(lastOutcome(ended("owe"))).toMatchObject({ amount: wholeCredits(-4), shortfall: 0n });
  });
});

describe("an extension", () => {
  it("changes the hold's end only, never to an earlier one", () => {
    const held = play(
      () => grant(ACCOUNT, 4),
      () => hold(ACCOUNT, 4, { expiresInSeconds: 60 }),
    );
    const extend = (expiresInSeconds: number): Command => ({
      ...{ accountId: ACCOUNT, actor: "me", reason: "Busy" },
      ...{ kind: "extend", holdId: lastHold(held), expiresInSeconds },
    });
    const endOf = (history: History) =>
      stateOf(history, ACCOUNT).holds.get(lastHold(held))?.expiresAt;
    const extended = next(held, extend(120), secondsLater(10));
    expect(endOf(extended)).toEqual(secondsLater(130));
    expect(extended.entries).toHaveLength(2);
    expect(endOf(next(extended, extend(5), secondsLater(10)))).toEqual(secondsLater(130));
  });
});

describe("a transfer", () => {
  const payer = () =>
    play(
      () => purchase(ACCOUNT, "pi_1", 10),
      () => purchase(ACCOUNT, "pi_2", 10),
      () => grant(ACCOUNT, 5, { expiresAt: secondsLater(900) }),
    );

  it("keeps the terms of the lots that the credits leave, one lot for each terms", () => {
    const history = next(payer(), transfer(ACCOUNT, OTHER, 20), secondsLater(9));
    expect(lotsOf(history)).toEqual([0, 0, 5]);
    expect(stateOf(history, OTHER).lots).toMatchObject([
      { kind: "promotional", expiresAt: secondsLater(900), remaining: wholeCredits(5) },
      { kind: "paid", priority: 100, expiresAt: null, remaining: wholeCredits(15) },
    ]);
  });

  it("under new terms arrives as one promotional lot", () => {
    const terms = { priority: 3, expiresAt: secondsLater(800) };
    const history = next(payer(), transfer(ACCOUNT, OTHER, 20, { terms }), secondsLater(9));
    expect(stateOf(history, OTHER).lots).toMatchObject([
      { kind: "promotional", ...terms, granted: wholeCredits(20), sourceId: ACCOUNT },
    ]);
    const plain = next(payer(), transfer(ACCOUNT, OTHER, 20, { terms: {} }), secondsLater(9));
    expect(stateOf(plain, OTHER).lots).toMatchObject([{ priority: 50, expiresAt: null }]);
  });

  it("pays what the other account owes first", () => {
    const owing = next(payer(), { ...adjustment(-3), accountId: OTHER }, secondsLater(9));
    const history = next(owing, transfer(ACCOUNT, OTHER, 6), secondsLater(9));
    expect(lotsOf(history, OTHER)).toEqual([2, 1]);
    expect(stateOf(history, OTHER).balance).toBe(wholeCredits(3));
  });
});
