import { describe, expect, it } from "vitest";
import { ACCOUNT, AT, aLot, idOf, micro, secondsLater } from "@/dev/test/kits/ledger/states";
import { digestLotTerms, readCheckpoint, writeCheckpoint } from "./checkpoint";
import type { Lot } from "./state";

describe("a checkpoint", () => {
  it("is read as it was written, amounts of any size too", () => {
    const checkpoint = {
      ...{ accountId: ACCOUNT, seq: 7, balance: 2n ** 60n, held: 3n, hash: "ab12" },
      at: AT,
      lots: [{ id: idOf(1), granted: 10n, remaining: 4n, terms: digestLotTerms(aLot(idOf(1))) }],
      holds: [{ id: idOf(2), amount: 3n, sourceType: "service", sourceId: "llm" }],
    };
    expect(readCheckpoint(ACCOUNT, 7, writeCheckpoint(checkpoint))).toEqual(checkpoint);
  });

  it("is refused where the text is another", () => {
    expect(() => readCheckpoint(ACCOUNT, 7, '{"balance":"x"}')).toThrow();
  });

  it.each<[string, Partial<Lot>]>([
    ["id", { id: idOf(2) }],
    ["kind", { kind: "promotional" }],
    ["source's type", { sourceType: "x" }],
    ["source's id", { sourceId: "x" }],
    ["priority", { priority: 1 }],
    ["expiry", { expiresAt: AT }],
    ["entry", { entrySeq: 2 }],
    ["time", { createdAt: secondsLater(1) }],
  ])("tells that a lot's %s has changed", (_, change) => {
    expect(digestLotTerms(aLot(idOf(1), change))).not.toBe(digestLotTerms(aLot(idOf(1))));
    expect(digestLotTerms(aLot(idOf(1), { remaining: micro(0) }))).toBe(
      digestLotTerms(aLot(idOf(1))),
    );
  });
});
