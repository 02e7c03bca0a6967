import { describe, expect, it } from "vitest";
import {
  ACCOUNT,
  AT,
  aLot,
  aState,
  idOf,
  micro,
  OTHER,
  secondsLater,
} from "@/dev/test/kits/ledger/states";
import { addLots, groupBy, type Loading, latest, updateState } from "./loading";

describe("accounts while they are loaded", () => {
  it("get each lot once, the one read last, in the order of use", () => {
    const accounts: Loading = new Map([
      [ACCOUNT, aState([aLot(idOf(2), { priority: 2 })])],
      [OTHER, { ...aState([]), id: OTHER }],
    ]);
    addLots(accounts, [
      aLot(idOf(3), { priority: 3 }),
      aLot(idOf(1), { priority: 1 }),
      aLot(idOf(2), { priority: 2, remaining: micro(4) }),
      aLot(idOf(4), { accountId: OTHER }),
      aLot(idOf(5), { accountId: idOf(77) }),
    ]);
    expect(accounts.get(ACCOUNT)?.lots.map(({ id, remaining }) => [id, Number(remaining)])).toEqual(
      [
        [idOf(1), 10],
        [idOf(2), 4],
        [idOf(3), 10],
      ],
    );
    expect(accounts.get(OTHER)?.lots.map(({ id }) => id)).toEqual([idOf(4)]);
    // An account that wasn't locked stays out.
    expect(accounts.size).toBe(2);
  });

  it("are replaced, not changed", () => {
    const before = aState([]);
    const accounts: Loading = new Map([[ACCOUNT, before]]);
    updateState(accounts, ACCOUNT, () => ({ held: micro(1) }));
    expect([before.held, accounts.get(ACCOUNT)?.held]).toEqual([0n, 1n]);
  });
});

it("groups items by a key in their order, and finds the later of two times", () => {
  expect([...groupBy([1, 2, 3, 4], (n) => n % 2)]).toEqual([
    [1, [1, 3]],
    [0, [2, 4]],
  ]);
  expect(latest(AT, secondsLater(1))).toEqual(secondsLater(1));
  expect(latest(secondsLater(1), AT)).toEqual(secondsLater(1));
});
