import { describe, expect, it } from "vitest";
import { AT, aHold, aLot, aState, idOf, micro, secondsLater } from "@/dev/test/kits/ledger/states";
import { MAX_CREDITS } from "@/lib/shared/credits";
import { hashEntry } from "./hash";
import { earliest, type Posting, post } from "./post";
import type { AccountState, Entry } from "./state";

const LOT = idOf(1);
const base: Omit<Posting, "amount"> = {
  kind: "spend",
  contra: "usage",
  key: "c:1",
  commandDigest: null,
  actor: "me",
  source: { type: "call", id: "call_1" },
  reason: "Used",
};
const spent = (amount: number, remaining: number): Posting => ({
  ...base,
  amount: micro(-amount),
  lots: [aLot(LOT, { remaining: micro(remaining) })],
  allocations: [{ lotId: LOT, amount: micro(amount) }],
});
const rich = aState([aLot(LOT)]);
const posted = (state: AccountState, posting: Posting) => {
  const result = post(state, posting, AT);
  if ("status" in result) throw new Error(result.detail);
  return result;
};

describe("a posting", () => {
  it("becomes an entry that says what the account is afterwards, and the next state", () => {
    const { entry, state, plan } = posted(rich, spent(4, 6));
    expect(entry).toMatchObject({
      ...{ accountId: rich.id, seq: 2, key: "c:1", kind: "spend", contra: "usage", actor: "me" },
      ...{ amount: -4n, balanceAfter: 6n, heldDelta: 0n, heldAfter: 0n, shortfall: 0n },
      ...{ absorbed: 0n, holdId: null, reverses: null, sourceType: "call", sourceId: "call_1" },
      ...{ reason: "Used", metadata: {}, createdAt: AT, commandDigest: null },
      allocations: [{ lotId: LOT, amount: 4n }],
    });
    expect(state).toMatchObject({ balance: 6n, lotSum: 6n, entrySeq: 2, updatedAt: AT });
    expect(state.headHash).toBe(entry.hash);
    expect(state.lots).toEqual([aLot(LOT, { remaining: micro(6) })]);
    expect(plan).toEqual({ entry, lots: state.lots, hold: undefined });
  });

  it("is hashed over the entry before it and the lots that it makes, not over those it changes", () => {
    const { entry } = posted(rich, spent(4, 6));
    expect(entry.hash).toEqual(hashEntry(rich.headHash, entry, []));
    const made = aLot(idOf(2), { entrySeq: 2, granted: micro(3) });
    const granted = posted(rich, {
      ...{ ...base, kind: "grant", amount: micro(3), lots: [made] },
      allocations: [{ lotId: made.id, amount: micro(3) }],
    });
    expect(granted.entry.hash).toEqual(hashEntry(rich.headHash, granted.entry, [made]));
  });

  it("places or ends a hold", () => {
    const placed = posted(rich, {
      ...{ ...base, kind: "hold", amount: micro(0), heldDelta: micro(5), hold: aHold(idOf(5)) },
    });
    expect(placed.entry).toMatchObject({ heldDelta: 5n, heldAfter: 5n, holdId: idOf(5) });
    expect(placed.state).toMatchObject({ held: 5n, nextExpiryAt: secondsLater(60) });
    expect(placed.state.holds.get(idOf(5))).toEqual(aHold(idOf(5)));
    const released = posted(placed.state, {
      ...{ ...base, kind: "release", amount: micro(0), heldDelta: micro(-5) },
      hold: aHold(idOf(5), { state: "released", expiresAt: secondsLater(1) }),
    });
    expect(released.entry).toMatchObject({ heldDelta: -5n, heldAfter: 0n });
    // A hold that ended expires no more.
    expect(released.state.nextExpiryAt).toEqual(secondsLater(60));
  });

  it("moves the account's next expiry only to what is earlier and not used up", () => {
    const expiring = (second: number, remaining: number): Posting => ({
      ...{ ...base, kind: "grant", amount: micro(remaining) },
      lots: [
        aLot(idOf(2), {
          ...{ granted: micro(3), remaining: micro(remaining), expiresAt: secondsLater(second) },
        }),
      ],
      allocations: [{ lotId: idOf(2), amount: micro(remaining) }],
    });
    const state = { ...rich, nextExpiryAt: secondsLater(9) };
    expect(posted(state, expiring(5, 3)).state.nextExpiryAt).toEqual(secondsLater(5));
    expect(posted(state, expiring(10, 3)).state.nextExpiryAt).toEqual(secondsLater(9));
    expect(posted(rich, expiring(10, 3)).state.nextExpiryAt).toEqual(secondsLater(10));
    const usedUp: Posting = {
      ...{ ...base, amount: micro(-10), allocations: [{ lotId: LOT, amount: micro(10) }] },
      lots: [aLot(LOT, { remaining: micro(0), expiresAt: secondsLater(1) })],
    };
    expect(posted(rich, usedUp).state.nextExpiryAt).toBeNull();
    expect(earliest([null, secondsLater(2), secondsLater(1), null])).toEqual(secondsLater(1));
    expect(earliest([])).toBeNull();
  });

  it("is added to the entries of its payment and of what it reverses, where these were loaded", () => {
    const state = aState([aLot(LOT)], {
      paymentEntries: new Map([["pi_1", []]]),
      reversals: new Map([[7, [] as Entry[]]]),
    });
    const source = { type: "payment", id: "pi_1" };
    for (const kind of ["refund", "dispute"] as const) {
      const after = posted(state, { ...spent(4, 6), kind, source }).state;
      expect(after.paymentEntries.get("pi_1")?.map((entry) => entry.kind)).toEqual([kind]);
    }
    // Whatever a spend says that it was for, it is no clawback of that payment.
    expect(posted(state, { ...spent(4, 6), source }).state.paymentEntries.get("pi_1")).toEqual([]);
    const unknown = { type: "payment", id: "pi_2" };
    const other = posted(state, { ...spent(4, 6), kind: "refund", source: unknown }).state;
    expect(other.paymentEntries.has("pi_2")).toBe(false);
    const back: Posting = {
      ...{ ...base, kind: "spend_reversal", amount: micro(2), reverses: 7 },
      lots: [aLot(LOT, { granted: micro(12), remaining: micro(12) })],
      allocations: [{ lotId: LOT, amount: micro(2) }],
    };
    expect(posted(state, back).state.reversals.get(7)).toHaveLength(1);
    expect(posted(state, spent(4, 6)).state.reversals.get(7)).toEqual([]);
  });

  it("is refused where the balance would not fit its column, on either side", () => {
    const full = aState([aLot(LOT, { granted: MAX_CREDITS })]);
    const add = (amount: number): Posting => ({
      ...{ ...base, kind: "grant", amount: micro(amount) },
      lots: [aLot(idOf(2), { granted: micro(amount) })],
      allocations: [{ lotId: idOf(2), amount: micro(amount) }],
    });
    const refused = { status: "refused", code: "invalid_command" };
    expect(post(full, add(1), AT)).toMatchObject(refused);
    const almost = aState([aLot(LOT, { granted: micro(Number(MAX_CREDITS)) })], {});
    const belowMax = { ...almost, balance: (MAX_CREDITS - 1n) as AccountState["balance"] };
    expect(post(belowMax, add(1), AT)).not.toMatchObject(refused);
    const owing = aState([], { balance: -MAX_CREDITS as AccountState["balance"] });
    const debt = (amount: number): Posting => ({ ...base, kind: "refund", amount: micro(-amount) });
    expect(post(owing, debt(1), AT)).toMatchObject(refused);
    const almostOwing = { ...owing, balance: (1n - MAX_CREDITS) as AccountState["balance"] };
    expect(post(almostOwing, debt(1), AT)).not.toMatchObject(refused);
  });
});

describe("a posting that breaks an invariant", () => {
  const state = aState([aLot(LOT)], { holds: [aHold(idOf(5))] });
  const none = { ...base, amount: micro(0) };
  const cases: [string, AccountState, Posting, string][] = [
    ["changes nothing", rich, none, "an entry would change nothing"],
    [
      "spends more than there is",
      aState([]),
      { ...base, amount: micro(-1) },
      "I2: the balance would be -1",
    ],
    ["spends what is held", state, spent(6, 4), "I2: 4 micro-credits would be left for holds of 5"],
    [
      "holds more than there is",
      rich,
      { ...none, kind: "hold", heldDelta: micro(11), hold: aHold(idOf(6), { amount: micro(11) }) },
      "I2: 10 micro-credits would be left for holds of 11",
    ],
    [
      "holds without a hold",
      rich,
      { ...none, kind: "hold", heldDelta: micro(5) },
      "I2: the hold doesn't explain",
    ],
    [
      "ends a hold of another amount",
      state,
      {
        ...{ ...none, kind: "release", heldDelta: micro(-4) },
        hold: aHold(idOf(5), { state: "released" }),
      },
      "I2: the hold doesn't explain",
    ],
    [
      "places a hold and says nothing of it",
      rich,
      { ...spent(4, 6), hold: aHold(idOf(6)) },
      "I2: the hold doesn't explain",
    ],
    [
      "takes more from a lot than was in it",
      aState([aLot(LOT), aLot(idOf(2))]),
      spent(11, -1),
      "would hold -1 of 10",
    ],
    [
      "fills a lot beyond what it was granted",
      rich,
      { ...spent(1, 11), kind: "spend_reversal", amount: micro(1) },
      "would hold 11 of 10",
    ],
    [
      "takes from a lot without an allocation",
      rich,
      { ...spent(4, 6), allocations: [] },
      "allocations",
    ],
    ["allocates other than it takes", rich, spent(4, 5), "the allocations don't explain"],
    [
      "takes from no lot",
      rich,
      { ...base, amount: micro(-4) },
      "I3: lots would change by 0, the balance by -4",
    ],
    [
      "adds to no lot",
      rich,
      { ...base, kind: "grant", amount: micro(4) },
      "I3: lots would change by 0, the balance by 4",
    ],
  ];

  it.each(cases)("%s is never written", (_, before, posting, fault) => {
    expect(() => post(before, posting, AT)).toThrow(fault);
    expect(() => post(before, posting, AT)).toThrow(`account ${before.id}, seq 2, ${posting.kind}`);
  });

  it("isn't one that takes all, all but what is held, or what may leave debt", () => {
    expect(post(rich, spent(10, 0), AT)).toHaveProperty("entry");
    expect(post(state, spent(5, 5), AT)).toHaveProperty("entry");
    for (const kind of ["refund", "dispute", "adjustment", "capture"] as const) {
      expect(post(state, { ...spent(10, 0), kind, amount: micro(-12) }, AT)).toHaveProperty(
        "entry",
      );
    }
    for (const kind of ["expiry", "transfer"] as const) {
      expect(() => post(state, { ...spent(6, 4), kind }, AT)).toThrow("left for holds of 5");
      expect(post(state, { ...spent(5, 5), kind }, AT)).toHaveProperty("entry");
    }
    // A credit to an account that owes, or whose holds a clawback has overtaken, is always good.
    const owing = aState([], { balance: micro(-9), holds: [aHold(idOf(5))] });
    expect(post(owing, { ...base, kind: "grant", amount: micro(4) }, AT)).toHaveProperty("entry");
    const released = aHold(idOf(5), { state: "released" });
    const release: Posting = { ...none, kind: "release", heldDelta: micro(-5), hold: released };
    expect(post(owing, release, AT)).toHaveProperty("entry");
  });
});
