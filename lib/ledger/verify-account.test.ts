import { describe, expect, it } from "vitest";
import {
  capture,
  clawback,
  grant,
  hold,
  purchase,
  reverse,
  spend,
} from "@/dev/test/kits/ledger/commands";
import { paymentOf } from "@/dev/test/kits/ledger/fold";
import { ACCOUNT, micro, OTHER, secondsLater } from "@/dev/test/kits/ledger/states";
import {
  at,
  findFault,
  forge,
  lastHold,
  type Stored,
  setAccount,
  setEntry,
  setHold,
  setLot,
  storedAfter,
  type Tamper,
} from "@/dev/test/kits/ledger/stored";
import { wholeCredits } from "@/lib/shared/credits";

const PAYMENT = paymentOf(ACCOUNT, "pi_1");

/** Entries 1 to 9: purchase, grant, spend, hold, capture, refund, reversal, hold, grant that expires. */
function seeded(): Stored {
  return storedAfter(
    () => purchase(ACCOUNT, "pi_1", 100),
    () => grant(ACCOUNT, 20),
    () => spend(ACCOUNT, 30),
    () => hold(ACCOUNT, 10),
    (history) => capture(ACCOUNT, lastHold(history)),
    () => clawback(ACCOUNT, "pi_1", 20),
    () => reverse(ACCOUNT, 3, { credits: wholeCredits(5) }),
    () => hold(ACCOUNT, 4, { expiresInSeconds: 600 }),
    () => grant(ACCOUNT, 6, { expiresAt: secondsLater(900) }),
  );
}

const EXPIRING = 0;
const PAID = 2;

describe("an account that is as it was written", () => {
  it("is sound", () => {
    expect(seeded().entries.map(({ kind }) => kind)).toEqual([
      ...["purchase", "grant", "spend", "hold", "capture", "refund"],
      ...["spend_reversal", "hold", "grant"],
    ]);
    expect(seeded().lots.map(({ entrySeq }) => entrySeq)).toEqual([9, 2, 1]);
    expect(findFault(seeded())).toBeUndefined();
  });

  it("is sound with a next expiry before there is any, and with debt that a refund left", () => {
    const early = seeded();
    setAccount({ nextExpiryAt: secondsLater(600) })(early);
    expect(findFault(early)).toBeUndefined();
    const owing = storedAfter(
      () => purchase(ACCOUNT, "pi_1", 10),
      () => spend(ACCOUNT, 10),
      () => clawback(ACCOUNT, "pi_1", 4),
    );
    expect(findFault(owing)).toBeUndefined();
  });
});

describe("a row that was changed, with all hashes made anew", () => {
  it.each<[string, string, Tamper, string]>([
    ["I1", "an entry that is missing", ({ entries }) => entries.splice(2, 1), "the next one is 4"],
    ["I1", "an amount", setEntry(3, { amount: micro(-7) }), "120 − 0.000007 is 119.999993, but"],
    ["I1", "a balance", setEntry(2, { balanceAfter: wholeCredits(121) }), "100 + 20 is 120, but"],
    ["I1", "what is held", setEntry(4, { heldAfter: micro(1) }), "10 credits are held, but"],
    ["I1", "a time", setEntry(3, { createdAt: secondsLater(0.5) }), "older than the entry before"],
    [
      "I1",
      "the account's number",
      setAccount({ entrySeq: 10 }),
      "counts 10 entries, but there are 9",
    ],
    [
      "I1",
      "the account's balance",
      setAccount({ balance: micro(1) }),
      "is 0.000001, but its entries",
    ],
    [
      "I1",
      "what the account holds",
      setAccount({ held: micro(1) }),
      "holds 0.000001, but its entries",
    ],
    ["I3", "the sum of its lots", setAccount({ lotSum: micro(1) }), "its lots hold 0.000001"],
    [
      "I3",
      "what was taken from a lot",
      ({ entries }) => {
        const [taken] = at(entries, 4).allocations;
        at(entries, 4).allocations = [{ lotId: taken?.lotId ?? "", amount: micro(9) }];
      },
      "its allocations add up to 0.000009 in place of 10",
    ],
    [
      "I3",
      "the lot that was taken from",
      setEntry(5, { allocations: [{ lotId: OTHER, amount: wholeCredits(10) }] }),
      `it names lot ${OTHER}, which no entry made before`,
    ],
    [
      "I3",
      "how much was in a lot",
      ({ entries }) => {
        const [first, second] = at(entries, 2).allocations;
        at(entries, 2).allocations = [
          { lotId: first?.lotId ?? "", amount: wholeCredits(21) },
          { lotId: second?.lotId ?? "", amount: wholeCredits(9) },
        ];
      },
      "than was in it",
    ],
    ["I3", "what remains of a lot", setLot(PAID, { remaining: micro(1) }), "holds 0.000001, but"],
    ["I3", "what a lot was granted", setLot(PAID, { granted: micro(1) }), "of 0.000001 holds"],
    [
      "I3",
      "a lot that no entry gave anything",
      ({ lots }) =>
        lots.push({ ...at(lots, PAID), id: OTHER, entrySeq: 3, createdAt: secondsLater(2) }),
      "but entries explain 0 of 0",
    ],
    [
      "I3",
      "an old lot that no entry made",
      ({ lots }) => lots.push({ ...at(lots, PAID), id: OTHER, entrySeq: 0 }),
      "but entries explain nothing",
    ],
    ["I3", "a lot that is gone", ({ lots }) => lots.splice(1, 1), "which no entry made before"],
    ["I3", "the next expiry", setAccount({ nextExpiryAt: secondsLater(901) }), "next expiry"],
    ["I3", "whether any is to come", setAccount({ nextExpiryAt: null }), "next expiry"],
    ["I3", "the expiry of a hold", setHold(1, { expiresAt: secondsLater(1) }), "next expiry"],
    [
      "I3",
      "a hold that is placed twice",
      ({ entries }) => {
        at(entries, 7).holdId = at(entries, 3).holdId;
      },
      "was placed before",
    ],
    ["I3", "the hold that is ended", setEntry(5, { holdId: OTHER }), "isn't open with that amount"],
    ["I3", "the way in which it ended", setEntry(5, { kind: "adjustment" }), "isn't open with"],
    [
      "I1",
      "how much was held",
      (stored) => {
        setEntry(4, { heldDelta: wholeCredits(9), heldAfter: wholeCredits(9) })(stored);
        setEntry(5, { heldAfter: wholeCredits(-1) })(stored);
      },
      "−1 credits are held",
    ],
    ["I3", "the amount of a hold", setHold(0, { amount: micro(1) }), "entries say 10, captured"],
    ["I3", "the end of a hold", setHold(0, { state: "released" }), "entries say 10, captured"],
    ["I3", "who held", setHold(0, { sourceType: "x" }), "entries say 10, captured"],
    ["I3", "for what it was held", setHold(0, { sourceId: "x" }), "entries say 10, captured"],
    ["I3", "which entry ended a hold", setHold(0, { endSeq: 3 }), "entries say 10, captured"],
    [
      "I3",
      "a hold that no entry placed",
      ({ holds }) => holds.push({ ...at(holds, 1), id: OTHER }),
      "but entries say nothing",
    ],
    ["I3", "a hold that is gone", ({ holds }) => holds.splice(1, 1), "which doesn't exist"],
    [
      "I4",
      "a payment that is credited twice",
      setEntry(9, { kind: "purchase", sourceId: PAYMENT }),
      "was credited before",
    ],
    ["I4", "whose refund it is", setEntry(6, { sourceId: "pi_x" }), "pi_x was never credited"],
    [
      "I4",
      "a refund that was taken back without one",
      (stored) => {
        setEntry(6, { kind: "spend" })(stored);
        setEntry(9, { kind: "refund_reversal", sourceId: PAYMENT })(stored);
      },
      "−6 of 100 credits of payment",
    ],
    ["I4", "what a reversal is of", setEntry(7, { reverses: 2 }), "gives back more than entry 2"],
    ["I4", "a refund that is reversed", setEntry(7, { reverses: 6 }), "more than entry 6 took"],
    [
      "I3",
      "how much of a hold is ended",
      setEntry(5, { heldDelta: wholeCredits(-9), heldAfter: wholeCredits(1) }),
      "isn't open with that amount",
    ],
    [
      "I5",
      "when a lot was made",
      setLot(PAID, { createdAt: secondsLater(7) }),
      "says another time",
    ],
  ])("breaks %s: %s", (invariant, _, tamper, found) => {
    const stored = seeded();
    tamper(stored);
    forge(stored);
    const fault = findFault(stored);
    expect(fault?.sentence).toContain(found);
    expect(fault).toMatchObject({ invariant, accountId: ACCOUNT });
  });

  it("breaks I3: a lot expires before the account says that anything does", () => {
    const stored = storedAfter(() => grant(ACCOUNT, 6, { expiresAt: secondsLater(900) }));
    setAccount({ nextExpiryAt: secondsLater(901) })(stored);
    expect(findFault(stored)?.sentence).toContain("before the account's next expiry");
  });

  it("may come at the time of the one before", () => {
    const stored = seeded();
    for (const row of [...stored.entries, ...stored.lots]) row.createdAt = secondsLater(0);
    forge(stored);
    expect(findFault(stored)).toBeUndefined();
  });

  it.each([{ kind: "spend" }, { kind: "capture", shortfall: wholeCredits(1) }] as const)(
    "breaks I2: debt that $kind left, with a shortfall a capture, too",
    (change) => {
      const stored = storedAfter(
        () => purchase(ACCOUNT, "pi_1", 10),
        () => spend(ACCOUNT, 8),
        () => clawback(ACCOUNT, "pi_1", 4),
      );
      setEntry(3, change)(stored);
      forge(stored);
      expect(findFault(stored)).toMatchObject({ invariant: "I2", seq: 3 });
      expect(findFault(stored)?.sentence).toContain("left −2 credits");
    },
  );

  it.each(["spend", "expiry", "transfer"] as const)(
    "breaks I2: credits that are held were taken by an entry of kind %s",
    (kind) => {
      const stored = storedAfter(
        () => purchase(ACCOUNT, "pi_1", 10),
        () => hold(ACCOUNT, 8),
        () => clawback(ACCOUNT, "pi_1", 4),
      );
      setEntry(3, { kind })(stored);
      forge(stored);
      expect(findFault(stored)?.sentence).toContain("left 6 credits where 8 are held");
    },
  );

  it("breaks I2: more is held than there is; all of it may be", () => {
    const placed = storedAfter(
      () => purchase(ACCOUNT, "pi_1", 10),
      () => hold(ACCOUNT, 10),
    );
    expect(findFault(placed)).toBeUndefined();
    setEntry(2, { heldDelta: wholeCredits(11), heldAfter: wholeCredits(11) })(placed);
    forge(placed);
    expect(findFault(placed)?.sentence).toContain("left 10 credits where 11 are held");
  });
});

describe("a row that was changed without the hashes", () => {
  it.each<[string, Tamper, string]>([
    ["an actor", setEntry(2, { actor: "x" }), "its hash doesn't fit"],
    ["a reason", setEntry(2, { reason: "x" }), "its hash doesn't fit"],
    ["metadata", setEntry(2, { metadata: { a: "b" } }), "its hash doesn't fit"],
    ["a lot's priority", setLot(EXPIRING, { priority: 7 }), "its hash doesn't fit"],
    ["the account's hash", setAccount({ headHash: "ab" }), "keeps another hash"],
  ])("breaks I5: %s", (_, tamper, found) => {
    const stored = seeded();
    tamper(stored);
    expect(findFault(stored)?.sentence).toContain(found);
  });
});
