import { describe, expect, it } from "vitest";
import { AT, aLot, aState, micro, secondsLater } from "@/dev/test/kits/ledger/states";
import {
  availableOf,
  compareLots,
  debtOf,
  giveBack,
  hasExpired,
  stillTaken,
  sumAllocations,
  takeExpiredFirst,
  takeFresh,
  takeFromLots,
  takeOwnFirst,
  withLots,
} from "./allocate";
import type { Allocation, Lot } from "./state";

const taken = (...parts: [string, number][]): Allocation[] =>
  parts.map(([lotId, amount]) => ({ lotId, amount: micro(amount) }));
const remainders = (lots: readonly Lot[]) =>
  Object.fromEntries(lots.map(({ id, remaining }) => [id, Number(remaining)]));

describe("the order of use (I3)", () => {
  it("is by priority, then soonest expiry, then oldest, then id", () => {
    const inOrder = [
      aLot("z", { priority: 1, createdAt: secondsLater(9) }),
      aLot("y", { priority: 2, expiresAt: secondsLater(1), createdAt: secondsLater(9) }),
      aLot("x", { priority: 2, expiresAt: secondsLater(2), createdAt: secondsLater(9) }),
      aLot("w", { priority: 2, createdAt: secondsLater(1) }),
      aLot("a", { priority: 2, createdAt: secondsLater(2) }),
      aLot("b", { priority: 2, createdAt: secondsLater(2) }),
    ];
    expect(inOrder.toReversed().sort(compareLots)).toEqual(inOrder);
    expect(inOrder.toSorted(compareLots)).toEqual(inOrder);
    for (const [index, lot] of inOrder.entries()) {
      expect(compareLots(lot, { ...lot })).toBe(0);
      const next = inOrder[index + 1];
      if (next)
        expect([compareLots(lot, next) < 0, compareLots(next, lot) > 0]).toEqual([true, true]);
    }
  });

  it("is kept when lots are changed or added", () => {
    const [first, second, third] = [
      aLot("a", { priority: 1 }),
      aLot("b", { priority: 2 }),
      aLot("c", { priority: 3 }),
    ] as [Lot, Lot, Lot];
    expect(withLots([first, third], [second])).toEqual([first, second, third]);
    expect(withLots([second, third], [first])).toEqual([first, second, third]);
    expect(withLots([first, second], [third])).toEqual([first, second, third]);
    const changed = { ...second, remaining: micro(1) };
    expect(withLots([first, second, third], [changed])).toEqual([first, changed, third]);
  });
});

describe("what is available", () => {
  it("is neither held, nor expired, nor less than nothing", () => {
    const lots = [aLot("a"), aLot("b", { expiresAt: secondsLater(5) })];
    expect(availableOf(aState(lots), secondsLater(4))).toBe(20n);
    expect(availableOf(aState(lots), secondsLater(5))).toBe(10n);
    expect(availableOf(aState(lots, { held: micro(3) }), secondsLater(5))).toBe(7n);
    expect(availableOf(aState(lots, { expiredElsewhere: micro(4) }), secondsLater(4))).toBe(16n);
    expect(availableOf(aState(lots, { held: micro(21) }), AT)).toBe(0n);
    expect(availableOf(aState([], { balance: micro(-3) }), AT)).toBe(0n);
  });

  it("ends for a lot at its expiry; a lot without one lasts for ever", () => {
    const lot = aLot("a", { expiresAt: secondsLater(5) });
    expect([4, 5, 6].map((second) => hasExpired(lot, secondsLater(second)))).toEqual([
      ...[false, true, true],
    ]);
    expect(hasExpired(aLot("a"), new Date(8.64e15))).toBe(false);
  });

  it("is nothing where something is owed", () => {
    expect(debtOf(aState([], { balance: micro(-7) }))).toBe(7n);
    expect(debtOf(aState([]))).toBe(0n);
    expect(debtOf(aState([aLot("a")]))).toBe(0n);
  });
});

describe("taking from lots", () => {
  it("empties one after the other, skips empty ones, and says what none had", () => {
    const lots = [aLot("a"), aLot("b", { remaining: micro(0) }), aLot("c"), aLot("d")];
    const some = takeFromLots(lots, micro(12));
    expect(some.allocations).toEqual(taken(["a", 10], ["c", 2]));
    expect(remainders(some.lots)).toEqual({ a: 0, c: 8 });
    expect(some.left).toBe(0n);
    const all = takeFromLots(lots, micro(31));
    expect(all.allocations).toEqual(taken(["a", 10], ["c", 10], ["d", 10]));
    expect(all.left).toBe(1n);
    expect(takeFromLots(lots, micro(0))).toEqual({ lots: [], allocations: [], left: 0n });
    expect(takeFromLots(lots, micro(10)).allocations).toEqual(taken(["a", 10]));
  });

  const ordered = [
    aLot("other"),
    aLot("gone", { expiresAt: secondsLater(5) }),
    aLot("own", { sourceId: "pi_own" }),
  ];
  const order = (change: { allocations: readonly Allocation[] }) =>
    change.allocations.map(({ lotId }) => lotId);

  it("for use leaves what has expired; for a capture takes that first", () => {
    const state = aState(ordered);
    const at = secondsLater(5);
    expect(order(takeFresh(state, micro(30), at))).toEqual(["other", "own"]);
    expect(takeFresh(state, micro(30), at).left).toBe(10n);
    expect(order(takeExpiredFirst(state, micro(30), at))).toEqual(["gone", "other", "own"]);
    expect(order(takeExpiredFirst(state, micro(30), AT))).toEqual(["other", "gone", "own"]);
  });

  it("back takes from the payment's own lots first and from expired ones last", () => {
    const isOwn = ({ sourceId }: Lot) => sourceId === "pi_own";
    expect(order(takeOwnFirst(aState(ordered), micro(30), secondsLater(5), isOwn))).toEqual([
      ...["own", "other", "gone"],
    ]);
  });
});

describe("giving back", () => {
  const empty = [aLot("a", { remaining: micro(0) }), aLot("b", { remaining: micro(3) })];

  it("fills the lots that it was taken from, in the order given, and no more than was taken", () => {
    const some = giveBack(aState(empty), taken(["b", 7], ["a", 10]), micro(9));
    expect(some.allocations).toEqual(taken(["b", 7], ["a", 2]));
    expect(remainders(some.lots)).toEqual({ a: 2, b: 10 });
    expect(some.left).toBe(0n);
    const more = giveBack(aState(empty), taken(["b", 7]), micro(9));
    expect([more.allocations, more.left]).toEqual([taken(["b", 7]), 2n]);
    expect(giveBack(aState(empty), taken(["b", 7]), micro(7)).allocations).toHaveLength(1);
    const exact = giveBack(aState(empty), taken(["b", 7], ["a", 1]), micro(7));
    expect(exact.allocations).toEqual(taken(["b", 7]));
  });

  it("adds up where a lot was taken from twice", () => {
    const twice = giveBack(aState(empty), taken(["a", 1], ["a", 2]), micro(3));
    expect(remainders(twice.lots)).toEqual({ a: 3 });
    expect(sumAllocations(twice.allocations)).toBe(3n);
  });

  it("stops where a lot wasn't loaded, rather than lose credits", () => {
    expect(() => giveBack(aState(empty), taken(["c", 1]), micro(1))).toThrow("lot c");
  });
});

describe("what is still taken of each lot", () => {
  const took = (...parts: [string, number][]) => ({
    amount: micro(-1),
    allocations: taken(...parts),
  });
  const gave = (...parts: [string, number][]) => ({
    amount: micro(1),
    allocations: taken(...parts),
  });

  it("is listed with the last taken first", () => {
    expect(stillTaken([took(["a", 1], ["b", 2]), took(["c", 3])])).toEqual(
      taken(["c", 3], ["b", 2], ["a", 1]),
    );
    expect(stillTaken([])).toEqual([]);
  });

  it("is less what was given back, which is taken off the last first", () => {
    const moves = [took(["a", 5], ["b", 5]), took(["a", 2])];
    expect(stillTaken([...moves, gave(["a", 2])])).toEqual(taken(["b", 5], ["a", 5]));
    expect(stillTaken([...moves, gave(["a", 3])])).toEqual(taken(["b", 5], ["a", 4]));
    expect(stillTaken([...moves, gave(["b", 1])])).toEqual(taken(["a", 2], ["b", 4], ["a", 5]));
    expect(stillTaken([...moves, gave(["a", 7], ["b", 5])])).toEqual([]);
    // A lot of its own, made for what had been owed, was never taken from.
    expect(stillTaken([...moves, gave(["new", 9])])).toHaveLength(3);
  });
});
