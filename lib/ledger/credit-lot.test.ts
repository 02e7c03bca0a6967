import { describe, expect, it } from "vitest";
import { AT, aLot, aState, idOf, micro } from "@/dev/test/kits/ledger/states";
import { creditLot, type LotTerms, withNewLot } from "./credit-lot";

const context = { at: AT, newId: () => idOf(9), key: "k", digest: null };
const terms: LotTerms = {
  ...{ kind: "promotional", source: { type: "promotion", id: "welcome" } },
  ...{ priority: 7, expiresAt: new Date("2027-01-01") },
};

describe("a lot for credits that are added", () => {
  const credited = (balance: number) =>
    creditLot(aState([], { balance: micro(balance) }), context, micro(10), terms);

  it("has its terms, and belongs to the account's next entry", () => {
    expect(credited(0)).toEqual({
      lots: [
        {
          ...{ accountId: aState([]).id, id: idOf(9), kind: "promotional" },
          ...{ granted: 10n, remaining: 10n, sourceType: "promotion", sourceId: "welcome" },
          ...{ priority: 7, expiresAt: new Date("2027-01-01"), entrySeq: 2, createdAt: AT },
        },
      ],
      allocations: [{ lotId: idOf(9), amount: 10n }],
    });
  });

  it("holds what is left once debt is paid; nothing is allocated where nothing is left", () => {
    expect(credited(-4)).toMatchObject({
      lots: [{ granted: 10n, remaining: 6n }],
      allocations: [{ amount: 6n }],
    });
    for (const owed of [10, 11]) {
      expect(credited(-owed)).toMatchObject({ lots: [{ granted: 10n, remaining: 0n }] });
      expect(credited(-owed).allocations).toEqual([]);
    }
  });
});

describe("credits that come back", () => {
  const change = {
    lots: [aLot(idOf(1))],
    allocations: [{ lotId: idOf(1), amount: micro(3) }],
  };
  const source = { type: "payment", id: "pi_1" };

  it("make no lot where all went to the lots that they came from", () => {
    const { left, ...same } = { ...change, left: micro(0) };
    expect(withNewLot(aState([]), context, { ...same, left }, source)).toEqual(change);
  });

  it("make a paid lot that never expires of what had been owed and was paid since", () => {
    const completed = withNewLot(aState([]), context, { ...change, left: micro(2) }, source);
    expect(completed.lots).toEqual([
      aLot(idOf(1)),
      aLot(idOf(9), { granted: micro(2), remaining: micro(2), entrySeq: 2 }),
    ]);
    expect(completed.allocations).toEqual([...change.allocations, { lotId: idOf(9), amount: 2n }]);
  });
});
