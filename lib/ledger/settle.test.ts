import { describe, expect, it } from "vitest";
import { AT, aHold, aLot, aState, idOf, micro, secondsLater } from "@/dev/test/kits/ledger/states";
import { MAX_SETTLED, settleExpired } from "./settle";
import type { AccountState } from "./state";

const due = { nextExpiryAt: secondsLater(5) };
const settle = (state: AccountState, second = 5) => settleExpired(state, secondsLater(second));
const entriesOf = ({ plans }: ReturnType<typeof settle>) =>
  plans.map(({ entry }) => [entry?.kind, entry?.holdId ?? entry?.sourceId, Number(entry?.amount)]);

describe("what has expired", () => {
  it("is looked for only once the account's next expiry has come", () => {
    const lots = [aLot(idOf(1), { expiresAt: secondsLater(5) })];
    for (const state of [aState(lots), aState(lots, due)]) {
      expect(settle(state, 4)).toEqual({ state, plans: [] });
    }
    expect(settle(aState(lots)).plans).toEqual([]);
    expect(entriesOf(settle(aState(lots, due)))).toEqual([["expiry", idOf(1), -10]]);
  });

  it("ends holds before lots, each the soonest first, then by id", () => {
    const state = aState(
      [
        aLot(idOf(1), { priority: 1, expiresAt: secondsLater(4) }),
        aLot(idOf(2), { priority: 2, expiresAt: secondsLater(3) }),
        aLot(idOf(3), { priority: 3, expiresAt: secondsLater(6) }),
        aLot(idOf(4), { priority: 4, expiresAt: secondsLater(2), remaining: micro(0) }),
      ],
      {
        ...due,
        holds: [
          aHold(idOf(13), { expiresAt: secondsLater(4) }),
          aHold(idOf(12), { expiresAt: secondsLater(4) }),
          aHold(idOf(11), { expiresAt: secondsLater(5), amount: micro(1) }),
          aHold(idOf(14), { expiresAt: secondsLater(6), amount: micro(2) }),
          aHold(idOf(15), { expiresAt: secondsLater(1), state: "captured", endSeq: 1 }),
        ],
      },
    );
    const settled = settle(state);
    expect(entriesOf(settled)).toEqual([
      ["hold_expiry", idOf(12), 0],
      ["hold_expiry", idOf(13), 0],
      ["hold_expiry", idOf(11), 0],
      ["expiry", idOf(2), -10],
      ["expiry", idOf(1), -10],
    ]);
    expect(settled.state).toMatchObject({ balance: 10n, held: 2n, nextExpiryAt: secondsLater(6) });
  });

  it("is written with its cause, and ends the hold or the lot", () => {
    const lot = aLot(idOf(1), { expiresAt: secondsLater(5) });
    const hold = aHold(idOf(2), { expiresAt: secondsLater(5) });
    const [ended, expired] = settle(aState([lot], { ...due, holds: [hold] })).plans;
    expect(ended).toMatchObject({
      entry: {
        ...{ kind: "hold_expiry", contra: "usage", actor: "system", heldDelta: -5n, shortfall: 0n },
        ...{ key: `hold_expiry:${idOf(2)}`, sourceType: "service", sourceId: "llm" },
        commandDigest: null,
      },
      hold: { id: idOf(2), state: "expired", endSeq: 2 },
    });
    expect(expired).toMatchObject({
      entry: {
        ...{ kind: "expiry", contra: "breakage", actor: "system", commandDigest: null },
        ...{ key: `expiry:${idOf(1)}:3`, sourceType: "lot", sourceId: idOf(1) },
        allocations: [{ lotId: idOf(1), amount: 10n }],
      },
      lots: [{ id: idOf(1), remaining: 0n }],
    });
  });

  it("takes what a hold reserved where it was told so, as far as the balance goes", () => {
    const hold = aHold(idOf(2), { expiresAt: secondsLater(5), onExpire: "capture" });
    const rich = settle(aState([aLot(idOf(1))], { ...due, holds: [hold] })).plans[0];
    expect(rich).toMatchObject({
      entry: {
        ...{ kind: "capture", amount: -5n, heldDelta: -5n, shortfall: 0n, contra: "usage" },
        ...{ key: `hold_expiry:${idOf(2)}`, allocations: [{ lotId: idOf(1), amount: 5n }] },
      },
      lots: [{ id: idOf(1), remaining: 5n }],
      hold: { state: "captured", endSeq: 2 },
    });
    const poor = aState([aLot(idOf(1), { remaining: micro(3) })], { ...due, holds: [hold] });
    expect(settle(poor).plans[0]?.entry).toMatchObject({ amount: -3n, shortfall: 2n });
    const owing = aState([], { ...due, holds: [hold], balance: micro(-4) });
    expect(settle(owing).plans[0]?.entry).toMatchObject({ amount: 0n, shortfall: 5n });
    // What expires with it is taken first: its hold kept it from expiring.
    const lots = [aLot(idOf(1)), aLot(idOf(3), { priority: 200, expiresAt: secondsLater(5) })];
    expect(settle(aState(lots, { ...due, holds: [hold] })).plans[0]?.entry?.allocations).toEqual([
      { lotId: idOf(3), amount: 5n },
    ]);
  });

  it("doesn't touch what open holds reserve; a lot may expire in parts", () => {
    const lot = aLot(idOf(1), { expiresAt: secondsLater(5) });
    const partly = settle(aState([lot], { ...due, holds: [aHold(idOf(2))] }));
    expect(entriesOf(partly)).toEqual([["expiry", idOf(1), -5]]);
    // Still due: the rest expires when the hold has ended.
    expect(partly.state.nextExpiryAt).toEqual(secondsLater(5));
    const held = settle(aState([lot], { ...due, holds: [aHold(idOf(2), { amount: micro(10) })] }));
    expect(held.plans).toEqual([]);
    const overheld = aState([lot], { ...due, held: micro(12) });
    expect(settle(overheld).plans).toEqual([]);
  });

  it("leaves the account with the next expiry of what is open, loaded or not", () => {
    const lots = [
      aLot(idOf(1), { expiresAt: secondsLater(20) }),
      aLot(idOf(2), { expiresAt: secondsLater(6), remaining: micro(0) }),
    ];
    const next = (state: AccountState) => settle(state).state.nextExpiryAt;
    expect(next(aState(lots, due))).toEqual(secondsLater(20));
    expect(next(aState([aLot(idOf(1))], due))).toBeNull();
    expect(next(aState(lots, { ...due, laterExpiryAt: secondsLater(9) }))).toEqual(secondsLater(9));
    const holds = [
      aHold(idOf(3), { expiresAt: secondsLater(12) }),
      aHold(idOf(4), { expiresAt: secondsLater(8), state: "released", endSeq: 1 }),
    ];
    expect(next(aState(lots, { ...due, holds }))).toEqual(secondsLater(12));
  });

  it("ends in a hundred entries of one command at most", () => {
    const holds = Array.from({ length: 101 }, (_, index) =>
      aHold(idOf(index), { amount: micro(1), expiresAt: secondsLater(5) }),
    );
    const lots = Array.from({ length: 101 }, (_, index) =>
      aLot(idOf(500 + index), { expiresAt: secondsLater(5) }),
    );
    expect(MAX_SETTLED).toBe(100);
    expect(settle(aState(lots, due)).plans).toHaveLength(100);
    expect(
      settle(aState([aLot(idOf(999), { granted: micro(200) })], { ...due, holds })).plans,
    ).toHaveLength(100);
    const both = settle(aState(lots, { ...due, holds: holds.slice(0, 60) }));
    expect(both.plans).toHaveLength(100);
    expect(both.state.nextExpiryAt).toEqual(secondsLater(5));
    expect(both.state.updatedAt).toEqual(secondsLater(5));
    expect(AT < secondsLater(5)).toBe(true);
  });
});
