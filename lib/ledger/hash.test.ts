import { describe, expect, it } from "vitest";
import { ACCOUNT, AT, aLot, idOf, micro, OTHER, secondsLater } from "@/dev/test/kits/ledger/states";
import { digestTerms, hashEntry, inOrderOf } from "./hash";
import type { Entry, Lot } from "./state";

const entry: Omit<Entry, "hash"> = {
  accountId: ACCOUNT,
  seq: 2,
  key: "c:1",
  commandDigest: "a5",
  kind: "spend",
  amount: micro(-4),
  heldDelta: micro(0),
  balanceAfter: micro(6),
  heldAfter: micro(1),
  contra: "usage",
  shortfall: micro(0),
  absorbed: micro(0),
  holdId: null,
  reverses: null,
  sourceType: "call",
  sourceId: "call_1",
  actor: "me",
  reason: "Used",
  metadata: {},
  allocations: [{ lotId: idOf(1), amount: micro(4) }],
  createdAt: AT,
};
const before = "be";
const made = aLot(idOf(1));

describe("the hash of an entry (I5)", () => {
  const hash = hashEntry(before, entry, [made]);

  it.each<[string, Partial<Entry>]>([
    ["account", { accountId: OTHER }],
    ["number", { seq: 3 }],
    ["key", { key: "c:2" }],
    ["command", { commandDigest: null }],
    ["kind", { kind: "capture" }],
    ["amount", { amount: micro(-5) }],
    ["change of what is held", { heldDelta: micro(1) }],
    ["balance", { balanceAfter: micro(7) }],
    ["held", { heldAfter: micro(2) }],
    ["contra account", { contra: "sales" }],
    ["shortfall", { shortfall: micro(1) }],
    ["absorbed cost", { absorbed: micro(1) }],
    ["hold", { holdId: idOf(9) }],
    ["reversed entry", { reverses: 1 }],
    ["source's type", { sourceType: "x" }],
    ["source's id", { sourceId: "x" }],
    ["actor", { actor: "x" }],
    ["reason", { reason: "x" }],
    ["metadata", { metadata: { a: "b" } }],
    ["lots", { allocations: [{ lotId: idOf(2), amount: micro(4) }] }],
    ["amounts of lots", { allocations: [{ lotId: idOf(1), amount: micro(5) }] }],
    ["time", { createdAt: secondsLater(0.001) }],
  ])("changes with its %s", (_, change) => {
    expect(hashEntry(before, { ...entry, ...change }, [made])).not.toBe(hash);
  });

  it.each<[string, Partial<Lot>]>([
    ["id", { id: idOf(2) }],
    ["kind", { kind: "promotional" }],
    ["source's type", { sourceType: "x" }],
    ["source's id", { sourceId: "x" }],
    ["priority", { priority: 1 }],
    ["expiry", { expiresAt: AT }],
  ])("changes with the %s of a lot that it made", (_, change) => {
    expect(hashEntry(before, entry, [{ ...made, ...change }])).not.toBe(hash);
  });

  it("changes with the entry before it, and with nothing of a lot that goes on changing", () => {
    expect(hashEntry("0e", entry, [made])).not.toBe(hash);
    expect(hashEntry(before, entry, [{ ...made, remaining: micro(0) }])).toBe(hash);
  });

  it("doesn't depend on the order in which the database keeps metadata", () => {
    const hashWith = (metadata: Record<string, string>) =>
      hashEntry(before, { ...entry, metadata }, [made]);
    expect(hashWith({ a: "1", b: "2", c: "3" })).toBe(hashWith({ c: "3", a: "1", b: "2" }));
    const others: Record<string, string>[] = [
      {},
      { a: "1" },
      { a: "2" },
      { b: "1" },
      { a: "1", b: "2" },
    ];
    expect(new Set(others.map(hashWith)).size).toBe(others.length);
  });

  it("covers lots in the order of their allocations, however they were read", () => {
    const lots = [aLot(idOf(1)), aLot(idOf(2)), aLot(idOf(3))];
    const allocations = [3, 1, 2].map((id) => ({ lotId: idOf(id), amount: micro(1) }));
    const order = (read: Lot[]) =>
      inOrderOf({ ...entry, allocations, hash: before }, read).map(({ id }) => id);
    expect(order(lots)).toEqual([idOf(3), idOf(1), idOf(2)]);
    expect(order(lots.toReversed())).toEqual([idOf(3), idOf(1), idOf(2)]);
  });
});

describe("a digest of terms", () => {
  it("tells different terms apart, whole numbers of any size too", () => {
    const all = [[1n], [2n], ["1", 1n], [["1", "1"]], [null], [AT], [2n ** 63n]].map(digestTerms);
    expect(new Set(all).size).toBe(all.length);
    expect(digestTerms([5n, "a"])).toBe(digestTerms([5n, "a"]));
  });
});
