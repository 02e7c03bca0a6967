import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AT,
  aCharge,
  aDispute,
  aPurchase,
  applyEach,
  aRefund,
  aSession,
} from "@/dev/test/kits/billing/payment-updates";
import { permutations } from "@/dev/test/kits/billing/permutations";
import { assertSound, newHistory, next, stateOf } from "@/dev/test/kits/ledger/fold";
import type { Command } from "@/lib/ledger/commands";
import { type Credits, fromMicro } from "@/lib/shared/credits";
import type { DisputeStatus, PaymentUpdate, RefundStatus } from "./payment-updates";
import type { Purchase } from "./purchase";
import { clawbackTarget } from "./reversal-rules";

/** The balance to which the ledger's own decisions bring an empty account; every invariant is checked. */
function balanceAfter(commands: readonly Command[]): Credits {
  let history = newHistory(aPurchase().row.accountId);
  for (const command of commands) history = next(history, command, AT);
  expect(history.outcomes.filter(({ status }) => status === "refused")).toEqual([]);
  assertSound(history);
  return stateOf(history, aPurchase().row.accountId).balance;
}

/** All that must not depend on the order of events. */
function endOf(updates: readonly PaymentUpdate[]) {
  const { purchase, commands } = applyEach(aPurchase(), updates);
  const { updatedAt, ...row } = purchase.row;
  const sorted = <Row extends { id: string }>(rows: ReadonlyMap<string, Row>) =>
    [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    row,
    refunds: sorted(purchase.refunds),
    disputes: sorted(purchase.disputes),
    balance: balanceAfter(commands),
  };
}

function expectedBalance({ row }: Pick<Purchase, "row">): Credits {
  if (!row.completedAt) return fromMicro(0n);
  const returned = row.refundedMinor + row.disputedMinor;
  return fromMicro(row.credits - clawbackTarget(row.credits, row.paidMinor ?? 0, returned));
}

describe("the order of events doesn't matter", () => {
  it("in any of the 720 orders of six updates of a purchase, each with duplicates", () => {
    const updates = [
      aSession(),
      aCharge(),
      aRefund("re_1", 300),
      aRefund("re_2", 450),
      aRefund("re_2", 450, "failed"),
      aDispute("du_1", 1000, "won"),
    ];
    const end = endOf(updates);
    expect(end.row).toMatchObject({ status: "partially_refunded", refundedMinor: 300 });
    expect(end.balance).toBe(700_000_000n);
    const purchases = permutations(updates);
    expect(purchases).toHaveLength(720);
    for (const [index, purchase] of purchases.entries()) {
      const again = purchase[index % purchase.length] as PaymentUpdate;
      expect(endOf([...purchase, again])).toEqual(end);
      expect(endOf(purchase.flatMap((update) => [update, update]))).toEqual(end);
    }
  });

  it("for any set of sessions, refunds and disputes, in any order, however often they come", () => {
    fc.assert(
      fc.property(
        anyUpdates().chain((updates) =>
          fc.record({
            updates: fc.constant(updates),
            shuffled: fc.shuffledSubarray(updates, { minLength: updates.length }),
            again: fc.shuffledSubarray(updates),
          }),
        ),
        ({ updates, shuffled, again }) => {
          const end = endOf(updates);
          expect(endOf([...shuffled, ...again])).toEqual(end);
          expect(endOf([...again, ...shuffled])).toEqual(end);
          expect(end.balance).toBe(expectedBalance({ row: end.row as Purchase["row"] }));
          expect(end.balance).toBeGreaterThanOrEqual(0n);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

/** The ways that Stripe describes, each as far as it had come when we heard of it. */
const REFUND_WAYS: readonly RefundStatus[][] = [
  ["pending", "succeeded", "failed"],
  ["requires_action", "pending", "succeeded"],
  ["requires_action", "canceled"],
];
const DISPUTE_WAYS: readonly DisputeStatus[][] = [
  ["warning_needs_response", "warning_under_review", "warning_closed"],
  ["warning_needs_response", "needs_response", "under_review", "won"],
  ["needs_response", "lost", "appeal_needs_response", "appeal_under_review", "won"],
  ["prevented"],
];
const SESSION_WAYS: readonly PaymentUpdate[][] = [
  [],
  [aSession(), aCharge()],
  [aSession({ paymentStatus: "unpaid" }), aSession({ paymentStatus: "unpaid", asyncFailed: true })],
  [aSession({ status: "expired", paymentStatus: "unpaid", paymentIntentId: null })],
  [
    aSession({ paymentStatus: "unpaid" }),
    aSession({ paymentStatus: "unpaid", asyncFailed: true }),
    aSession({ totalMinor: 1190, taxMinor: 190 }),
    aCharge(),
  ],
];

function anyUpdates(): fc.Arbitrary<PaymentUpdate[]> {
  const amount = fc.integer({ min: 1, max: 1200 });
  const ways = <Status>(from: readonly Status[][]) =>
    fc
      .constantFrom(...from)
      .chain((way) => fc.integer({ min: 1, max: way.length }).map((count) => way.slice(0, count)));
  const refunds = fc.array(fc.tuple(amount, ways(REFUND_WAYS)), { maxLength: 4 });
  const disputes = fc.array(fc.tuple(amount, ways(DISPUTE_WAYS), fc.constantFrom("usd", "eur")), {
    maxLength: 2,
  });
  return fc
    .tuple(fc.constantFrom(...SESSION_WAYS), refunds, disputes)
    .map(([session, refundWays, disputeWays]) => [
      ...session,
      ...refundWays.flatMap(([amountMinor, way], index) =>
        way.map((status) => aRefund(`re_${index}`, amountMinor, status)),
      ),
      ...disputeWays.flatMap(([amountMinor, way, currency], index) =>
        way.map((status) => aDispute(`du_${index}`, amountMinor, status, { currency })),
      ),
    ]);
}
