import { describe, expect, it } from "vitest";
import {
  AT,
  aCharge,
  aDispute,
  aPurchase,
  aRefund,
  aSession,
} from "@/dev/test/kits/billing/payment-updates";
import { decideUpdates } from "./decide-updates";
import { listStripeIds } from "./payment-updates";
import { keyOf, type Purchase } from "./purchase";

const one = aPurchase();
const other = aPurchase({
  accountId: "00000000-0000-7000-8000-00000000000c",
  id: "00000000-0000-7000-8000-000000000002",
});
const mapOf = (...purchases: Purchase[]) => new Map(purchases.map((item) => [item.row.id, item]));
const unclaimed = new Map();

describe("a batch of updates", () => {
  it("tells for each purchase what became of it, and credits those that are paid now", () => {
    const decided = decideUpdates(
      mapOf(one, other),
      unclaimed,
      [
        { key: keyOf(one.row), updates: [aSession(), aCharge()] },
        { key: keyOf(other.row), updates: [aSession({ paymentStatus: "unpaid", status: "open" })] },
      ],
      AT,
    );
    expect(decided.recorded.map(({ result, credited }) => [result, credited])).toEqual([
      [{ status: "processed", reason: "Added 1,000 credits for Starter Pack." }, true],
      [{ status: "processed", reason: "Nothing was paid yet." }, false],
    ]);
    expect(decided.commands).toMatchObject([{ kind: "purchase", accountId: one.row.accountId }]);
    expect(decided.after.get(one.row.id)?.row.status).toBe("completed");
    expect(decided.recorded[0]?.purchase).toBe(decided.after.get(one.row.id));
  });

  it("continues with what an earlier item of the batch made of the purchase", () => {
    const key = keyOf(one.row);
    const { recorded, commands, after } = decideUpdates(
      mapOf(one),
      unclaimed,
      [
        { key, updates: [aSession()] },
        { key, updates: [aSession()] },
        { key, updates: [aRefund("re_1", 500)] },
      ],
      AT,
    );
    expect(recorded.map(({ credited }) => credited)).toEqual([true, false, false]);
    expect(commands.map(({ kind }) => kind)).toEqual(["purchase", "clawback"]);
    expect(after.get(one.row.id)?.row.status).toBe("partially_refunded");
  });

  it("without anything to say is processed", () => {
    const { recorded } = decideUpdates(
      mapOf(one),
      unclaimed,
      [{ key: keyOf(one.row), updates: [] }],
      AT,
    );
    expect(recorded).toEqual([
      { result: { status: "processed", reason: "Nothing new." }, purchase: one, credited: false },
    ]);
  });

  it("tells a mismatch before all else, wherever it stands", () => {
    const wrong = aSession({ currency: "eur" });
    for (const updates of [
      [wrong, aCharge()],
      [aCharge(), wrong, aCharge({ chargeId: "ch_2" })],
    ]) {
      const { recorded } = decideUpdates(
        mapOf(one),
        unclaimed,
        [{ key: keyOf(one.row), updates }],
        AT,
      );
      expect(recorded[0]?.result).toMatchObject({
        status: "mismatch",
        reason: expect.stringContaining("€10.00 was charged"),
      });
    }
  });

  it("tells the first of two mismatches", () => {
    const updates = [aSession({ currency: "eur" }), aSession({ mode: "setup" })];
    const { recorded } = decideUpdates(
      mapOf(one),
      unclaimed,
      [{ key: keyOf(one.row), updates }],
      AT,
    );
    expect(recorded[0]?.result.reason).toContain("€10.00 was charged");
  });

  it("is unmatched where the purchase isn't here, or is another account's", () => {
    const foreign = { accountId: other.row.accountId, purchaseId: one.row.id };
    for (const before of [mapOf(), mapOf(one)]) {
      const { recorded, commands } = decideUpdates(
        before,
        unclaimed,
        [{ key: foreign, updates: [aSession()] }],
        AT,
      );
      expect(recorded).toEqual([
        {
          result: {
            status: "unmatched",
            reason: `Purchase ${one.row.id} of this payment isn't in the database. No credits were added.`,
          },
          purchase: undefined,
          credited: false,
        },
      ]);
      expect(commands).toEqual([]);
    }
  });

  it.each([
    ["session", "cs_1"],
    ["payment", "pi_1"],
  ])("is a mismatch where the %s belongs to another purchase", (_what, id) => {
    for (const owner of [
      keyOf(other.row),
      { ...keyOf(one.row), accountId: other.row.accountId },
      { ...keyOf(one.row), purchaseId: other.row.id },
    ]) {
      const { recorded, commands, after } = decideUpdates(
        mapOf(one),
        new Map([[id, owner]]),
        [{ key: keyOf(one.row), updates: [aSession()] }],
        AT,
      );
      expect(recorded[0]).toEqual({
        result: {
          status: "mismatch",
          reason: `${id} belongs to purchase ${owner.purchaseId}. No credits were added.`,
        },
        purchase: one,
        credited: false,
      });
      expect(commands).toEqual([]);
      expect(after.get(one.row.id)).toBe(one);
    }
  });

  it("credits what is its own", () => {
    const owners = new Map([
      ["cs_1", keyOf(one.row)],
      ["pi_1", keyOf(one.row)],
    ]);
    const batch = [{ key: keyOf(one.row), updates: [aSession()] }];
    expect(decideUpdates(mapOf(one), owners, batch, AT).recorded[0]?.credited).toBe(true);
  });

  it("of a closed purchase is a mismatch, also of a second event, until it is reopened", () => {
    const closed = aPurchase({ status: "failed", closedAt: AT });
    const item = { key: keyOf(closed.row), updates: [aSession()] };
    const { recorded, commands } = decideUpdates(mapOf(closed), unclaimed, [item, item], AT);
    expect(recorded.map(({ result }) => result)).toEqual(
      Array(2).fill({
        status: "mismatch",
        reason: "An admin has closed this purchase. No credits were added.",
      }),
    );
    expect(commands).toEqual([]);
    expect(recorded[1]?.purchase).toBe(closed);
    const reopened = decideUpdates(mapOf(closed), unclaimed, [{ ...item, reopen: true }], AT);
    expect(reopened.recorded[0]).toMatchObject({
      credited: true,
      purchase: { row: { status: "completed", closedAt: null } },
    });
  });
});

describe("the Stripe objects that an update speaks of", () => {
  it("are the object itself and its payment", () => {
    expect(listStripeIds(aSession())).toEqual(["cs_1", "pi_1"]);
    expect(listStripeIds(aSession({ paymentIntentId: null }))).toEqual(["cs_1"]);
    expect(listStripeIds(aCharge())).toEqual(["ch_1", "pi_1"]);
    expect(listStripeIds(aRefund("re_1", 1))).toEqual(["re_1", "pi_1"]);
    expect(listStripeIds(aDispute("dp_1", 1, "lost"))).toEqual(["dp_1", "pi_1"]);
  });
});
