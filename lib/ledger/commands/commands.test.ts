import { describe, expect, it } from "vitest";
import * as kit from "@/dev/test/kits/ledger/commands";
import { next, paymentOf, stateOf } from "@/dev/test/kits/ledger/fold";
import {
  ACCOUNT,
  AT,
  aHold,
  aState,
  idOf,
  micro,
  OTHER,
  secondsLater,
} from "@/dev/test/kits/ledger/states";
import { lastHold, play } from "@/dev/test/kits/ledger/stored";
import { fromMicro, wholeCredits } from "@/lib/shared/credits";
import { type Command, definitionOf } from ".";

const base = { accountId: ACCOUNT, actor: "me", reason: "Why", metadata: { a: "b" } };
const key = { idempotencyKey: "k" };
const source = { type: "t", id: "i" };
const PAYMENT = paymentOf(ACCOUNT, "pi_1");
const PURCHASE = kit.purchaseOf(ACCOUNT, "pi_1");
const credits = micro(7);
const nothing = {
  accounts: [],
  takers: [],
  names: [],
  reads: {},
  takes: 0n,
  key: undefined,
  terms: [],
};

/** What the ledger must lock, load and know a command by. `accounts`: those that are made if needed. */
const contracts: [Command, Record<string, unknown>][] = [
  [
    { ...base, ...key, kind: "adjustment", source, credits: fromMicro(-7n) },
    {
      ...{ accounts: [ACCOUNT], takers: [ACCOUNT], key: "c:k", names: ["k", "t", "i"], takes: 7n },
      terms: [["t", "i"], -7n],
    },
  ],
  [
    { ...base, ...key, kind: "adjustment", source, credits },
    {
      ...{ accounts: [ACCOUNT], takers: [ACCOUNT], key: "c:k", names: ["k", "t", "i"] },
      terms: [["t", "i"], 7n],
    },
  ],
  [
    kit.capture(ACCOUNT, idOf(1), { ...key, credits, absorbed: micro(1), onInsufficient: "owe" }),
    {
      ...{ takers: [ACCOUNT], key: "c:k", names: ["k"], takes: 7n, reads: { hold: idOf(1) } },
      terms: [idOf(1), 7n, "owe", 1n],
    },
  ],
  [
    kit.capture(ACCOUNT, idOf(1), key),
    {
      ...{ takers: [ACCOUNT], key: "c:k", names: ["k"], takes: 5n, reads: { hold: idOf(1) } },
      terms: [idOf(1), null, "refuse", 0n],
    },
  ],
  [
    kit.clawback(ACCOUNT, "pi_1", 0, { target: credits }),
    { takers: [ACCOUNT], names: [PAYMENT], takes: 7n, reads: { payment: PAYMENT } },
  ],
  [{ ...base, kind: "expire" }, {}],
  [{ ...base, kind: "extend", holdId: idOf(1), expiresInSeconds: 5 }, { reads: { hold: idOf(1) } }],
  [
    kit.grant(ACCOUNT, 0, { ...key, source, credits, priority: 3, expiresAt: AT }),
    {
      ...{ accounts: [ACCOUNT], key: "c:k", names: ["k", "t", "i"] },
      reads: { lotLike: { kind: "promotional", source, priority: 3, expiresAt: AT } },
      terms: [["t", "i"], 7n, 3, AT],
    },
  ],
  [
    kit.grant(ACCOUNT, 0, { ...key, source, credits }),
    {
      ...{ accounts: [ACCOUNT], key: "c:k", names: ["k", "t", "i"] },
      reads: { lotLike: { kind: "promotional", source, priority: 50, expiresAt: null } },
      terms: [["t", "i"], 7n, null, null],
    },
  ],
  [
    kit.hold(ACCOUNT, 0, { ...key, source, credits, expiresInSeconds: 9 }),
    { key: "c:k", names: ["k", "t", "i"], terms: [["t", "i"], 7n, 9, "release"] },
  ],
  [
    kit.purchase(ACCOUNT, "pi_1", 0, { credits }),
    {
      ...{ accounts: [ACCOUNT], key: `purchase:${PAYMENT}`, names: [PAYMENT] },
      reads: { registration: { paymentId: PAYMENT, purchaseId: PURCHASE } },
      terms: [PURCHASE, 7n, null],
    },
  ],
  [
    kit.release(ACCOUNT, idOf(1), key),
    { key: "c:k", names: ["k"], reads: { hold: idOf(1) }, terms: [idOf(1)] },
  ],
  [
    kit.reverse(ACCOUNT, 4, { ...key, credits }),
    { key: "c:k", names: ["k"], reads: { reversed: 4 }, terms: [4, 7n] },
  ],
  [
    kit.reverse(ACCOUNT, 4, key),
    { key: "c:k", names: ["k"], reads: { reversed: 4 }, terms: [4, null] },
  ],
  [
    kit.spend(ACCOUNT, 0, { ...key, source, credits }),
    { takers: [ACCOUNT], key: "c:k", names: ["k", "t", "i"], takes: 7n, terms: [["t", "i"], 7n] },
  ],
  [
    kit.transfer(ACCOUNT, OTHER, 0, { ...key, credits, terms: { priority: 3, expiresAt: AT } }),
    {
      ...{ accounts: [OTHER], takers: [ACCOUNT], key: "c:k", names: ["k"], takes: 7n },
      terms: [OTHER, 7n, false, [3, AT]],
    },
  ],
  [
    kit.transfer(ACCOUNT, OTHER, 0, { ...key, credits, terms: {} }),
    {
      ...{ accounts: [OTHER], takers: [ACCOUNT], key: "c:k", names: ["k"], takes: 7n },
      terms: [OTHER, 7n, false, [null, null]],
    },
  ],
  [
    kit.transfer(ACCOUNT, OTHER, 0, { ...key, credits }),
    {
      ...{ accounts: [OTHER], takers: [ACCOUNT], key: "c:k", names: ["k"], takes: 7n },
      terms: [OTHER, 7n, false, null],
    },
  ],
];

describe("what a command locks, loads and is known by", () => {
  it.each(contracts.map(([command, expected]) => [command.kind, command, expected] as const))(
    "is declared: %s",
    (kind, command, expected) => {
      const definition = definitionOf(command);
      const state = aState([], { holds: [aHold(idOf(1))] });
      expect({
        accounts: definition.newAccountIds(command),
        takers: definition.takerIds(command),
        key: definition.key(command),
        terms: definition.terms(command),
        names: definition.names(command),
        reads: definition.reads(command),
        takes: definition.takes(command, state),
      }).toEqual({ ...nothing, ...expected });
      expect(definition.accountIds(command)).toEqual(
        kind === "transfer" ? [ACCOUNT, OTHER] : [ACCOUNT],
      );
    },
  );

  it("is nothing of the account that a transfer goes to", () => {
    const command = kit.transfer(ACCOUNT, OTHER, 5);
    const takes = definitionOf(command).takes(command, { ...aState([]), id: OTHER });
    expect(takes).toBe(0n);
  });
});

describe("the entry of a command", () => {
  const more = { reason: "Why", metadata: { a: "b" }, actor: "me" };
  const cases: [string, Parameters<typeof play>, Record<string, unknown>][] = [
    [
      "purchase",
      [() => kit.purchase(ACCOUNT, "pi_1", 10, more)],
      { contra: "sales", amount: wholeCredits(10), sourceType: "payment", sourceId: PAYMENT },
    ],
    [
      "grant",
      [() => kit.grant(ACCOUNT, 10, { ...more, source })],
      { contra: "promotions", amount: wholeCredits(10), sourceType: "t", sourceId: "i" },
    ],
    [
      "spend",
      [() => kit.grant(ACCOUNT, 10), () => kit.spend(ACCOUNT, 4, { ...more, source })],
      { contra: "usage", amount: wholeCredits(-4), sourceType: "t", sourceId: "i" },
    ],
    [
      "hold",
      [() => kit.grant(ACCOUNT, 10), () => kit.hold(ACCOUNT, 4, { ...more, source })],
      { contra: "usage", heldDelta: wholeCredits(4), amount: 0n, sourceType: "t", sourceId: "i" },
    ],
    [
      "capture",
      [
        () => kit.grant(ACCOUNT, 10),
        () => kit.hold(ACCOUNT, 4, { source }),
        (history) => kit.capture(ACCOUNT, lastHold(history), { ...more, absorbed: micro(3) }),
      ],
      {
        ...{ contra: "usage", amount: wholeCredits(-4), heldDelta: wholeCredits(-4), absorbed: 3n },
        ...{ sourceType: "t", sourceId: "i", shortfall: 0n },
      },
    ],
    [
      "release",
      [
        () => kit.grant(ACCOUNT, 10),
        () => kit.hold(ACCOUNT, 4, { source }),
        (history) => kit.release(ACCOUNT, lastHold(history), more),
      ],
      { contra: "usage", amount: 0n, heldDelta: wholeCredits(-4), sourceType: "t", sourceId: "i" },
    ],
    [
      "refund",
      [() => kit.purchase(ACCOUNT, "pi_1", 10), () => kit.clawback(ACCOUNT, "pi_1", 4, more)],
      {
        ...{ contra: "sales", amount: wholeCredits(-4), key: `clawback:${PAYMENT}:2` },
        ...{ sourceType: "payment", sourceId: PAYMENT, commandDigest: null },
      },
    ],
    [
      "dispute_reversal",
      [
        () => kit.purchase(ACCOUNT, "pi_1", 10),
        () => kit.clawback(ACCOUNT, "pi_1", 4),
        () => kit.clawback(ACCOUNT, "pi_1", 1, { ...more, cause: "dispute" }),
      ],
      { contra: "disputes", amount: wholeCredits(3), sourceType: "payment", sourceId: PAYMENT },
    ],
    [
      "spend_reversal",
      [
        () => kit.grant(ACCOUNT, 10),
        () => kit.spend(ACCOUNT, 4, { source }),
        () => kit.reverse(ACCOUNT, 2, { ...more, credits: wholeCredits(1) }),
      ],
      {
        ...{ contra: "usage", amount: wholeCredits(1), reverses: 2 },
        ...{ sourceType: "t", sourceId: "i" },
      },
    ],
    [
      "adjustment",
      [
        () => kit.grant(ACCOUNT, 10),
        () => ({ ...base, ...key, kind: "adjustment", source, credits: wholeCredits(-2) }),
      ],
      { contra: "adjustments", amount: wholeCredits(-2), sourceType: "t", sourceId: "i" },
    ],
    [
      "transfer",
      [
        () => kit.grant(OTHER, 1),
        () => kit.grant(ACCOUNT, 10),
        () => kit.transfer(ACCOUNT, OTHER, 4, more),
      ],
      { contra: "transfers", amount: wholeCredits(4), sourceType: "account", sourceId: ACCOUNT },
    ],
  ];

  it.each(cases)(
    "says what moved, against what, for whom and why: %s",
    (kind, commands, expected) => {
      const history = play(...commands);
      expect(history.outcomes.at(-1)?.status).toBe("done");
      const entry = history.entries.at(-1);
      expect(entry).toMatchObject({ kind, ...more, createdAt: secondsLater(commands.length - 1) });
      expect(entry).toMatchObject(expected);
    },
  );

  it("of a purchase registers its payment; the other entry of a transfer is the payer's", () => {
    const history = play(() => kit.purchase(ACCOUNT, "pi_1", 10));
    expect(history.book.registrations).toEqual([
      { paymentId: PAYMENT, accountId: ACCOUNT, purchaseId: PURCHASE },
    ]);
    const moved = next(history, kit.transfer(ACCOUNT, OTHER, 4, more), AT);
    expect(moved.entries.slice(1)).toMatchObject([
      {
        ...{ accountId: ACCOUNT, kind: "transfer", contra: "transfers", amount: wholeCredits(-4) },
        ...{ sourceType: "account", sourceId: OTHER, ...more },
      },
      { accountId: OTHER, amount: wholeCredits(4) },
    ]);
    expect(stateOf(moved, OTHER).lots).toMatchObject([
      { kind: "paid", priority: 100, expiresAt: null, sourceType: "account", sourceId: ACCOUNT },
    ]);
  });
});
