import { expect, it } from "vitest";
import {
  AT,
  aDispute,
  aPurchase,
  applyEach,
  aSession,
} from "@/dev/test/kits/billing/payment-updates";
import { permutations } from "@/dev/test/kits/billing/permutations";
import { wholeCredits } from "@/lib/shared/credits";
import type { DisputeUpdate } from "./payment-updates";

const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000);

/** All that must not depend on the sequence of updates. */
function outcomeOf(updates: readonly DisputeUpdate[]) {
  const { purchase, commands } = applyEach(aPurchase(), [aSession(), ...updates]);
  const { status, disputedMinor } = purchase.row;
  const [dispute] = purchase.disputes.values();
  const clawback = commands.filter(({ kind }) => kind === "clawback").at(-1);
  const target = clawback?.kind === "clawback" ? clawback.target : 0n;
  return { status, disputedMinor, target, dispute };
}

function expectOneOutcome(updates: readonly DisputeUpdate[]) {
  const [first, ...others] = permutations([...updates, ...updates].slice(0, 5)).map(outcomeOf);
  for (const other of others) expect(other).toEqual(first);
  return first;
}

it("a prevented dispute ends the same whatever arrives first: what was withdrawn is kept by itself", () => {
  const ended = expectOneOutcome([
    aDispute("dp_1", 1000, "prevented"),
    aDispute("dp_1", 1000, "prevented", { withdrawnMinor: 1000, asOf: later(1) }),
    aDispute("dp_1", 1000, "prevented", { withdrawnMinor: 1000, asOf: later(2) }),
  ]);
  expect(ended).toMatchObject({
    status: "dispute_lost",
    disputedMinor: 1000,
    target: wholeCredits(1000),
    dispute: { status: "prevented", withdrawnMinor: 1000 },
  });
});

it("and one whose money came back takes nothing", () => {
  const ended = expectOneOutcome([
    aDispute("dp_1", 1000, "prevented"),
    aDispute("dp_1", 1000, "prevented", { withdrawnMinor: 1000, asOf: later(1) }),
    aDispute("dp_1", 1000, "prevented", {
      withdrawnMinor: 1000,
      reinstatedMinor: 1000,
      asOf: later(2),
    }),
  ]);
  expect(ended).toMatchObject({ status: "completed", disputedMinor: 0, target: 0n });
});

it("an amount that changed is taken over, also down and back, in any sequence", () => {
  for (const amounts of [
    [300, 700, 300],
    [700, 300, 500],
  ]) {
    const ended = expectOneOutcome(
      amounts.map((amount, index) =>
        aDispute("dp_1", amount, "needs_response", { asOf: later(index) }),
      ),
    );
    expect(ended).toMatchObject({ disputedMinor: amounts.at(-1) });
  }
});

it("two amounts of one second have one outcome", () => {
  expect(
    expectOneOutcome([
      aDispute("dp_1", 300, "needs_response"),
      aDispute("dp_1", 700, "needs_response"),
      aDispute("dp_1", 500, "under_review"),
    ]),
  ).toMatchObject({ disputedMinor: 500 });
});

it("of two amounts of one second and status the larger counts", () => {
  expect(
    expectOneOutcome([
      aDispute("dp_1", 300, "needs_response"),
      aDispute("dp_1", 700, "needs_response"),
    ]),
  ).toMatchObject({ disputedMinor: 700 });
});

it("a later status in an earlier event is news, and leaves the later amount", () => {
  const known = applyEach(aPurchase(), [
    aSession(),
    aDispute("dp_1", 300, "needs_response", { asOf: later(5) }),
  ]).purchase;
  const after = applyEach(known, [aDispute("dp_1", 700, "lost")]).purchase;
  expect(after.row).toMatchObject({ status: "dispute_lost", disputedMinor: 300 });
});

it("movements of one second, with nothing else new, are news", () => {
  const known = applyEach(aPurchase(), [aSession(), aDispute("dp_1", 1000, "prevented")]).purchase;
  const withdrawn = applyEach(known, [
    aDispute("dp_1", 1000, "prevented", { withdrawnMinor: 1000 }),
  ]);
  expect(withdrawn.purchase.row).toMatchObject({ status: "dispute_lost", disputedMinor: 1000 });
  const reinstated = applyEach(withdrawn.purchase, [
    aDispute("dp_1", 1000, "prevented", { withdrawnMinor: 1000, reinstatedMinor: 1000 }),
  ]);
  expect(reinstated.purchase.row).toMatchObject({ status: "completed", disputedMinor: 0 });
});

it("what Stripe says now counts from now on, in another currency, too", () => {
  const first = applyEach(aPurchase(), [
    aSession(),
    aDispute("dp_1", 300, "needs_response", { asOf: null }),
  ]).purchase;
  expect(first.disputes.get("dp_1")?.amountAsOf).toEqual(AT);
  const euros = aDispute("dp_1", 300, "needs_response", { asOf: null, currency: "eur" });
  const next = applyEach(first, [euros]).purchase;
  expect(next.disputes.get("dp_1")).toMatchObject({ currency: "eur", amountAsOf: later(0.001) });
  expect(next.row.disputedMinor).toBe(1000);
});

it("what Stripe says now is news only when the amount is another", () => {
  const known = applyEach(aPurchase(), [aSession(), aDispute("dp_1", 300, "needs_response")]);
  const now = (amount: number) => aDispute("dp_1", amount, "needs_response", { asOf: null });
  expect(applyEach(known.purchase, [now(300)]).purchase.disputes).toBe(known.purchase.disputes);
  expect(applyEach(known.purchase, [now(200)]).purchase.row.disputedMinor).toBe(200);
});
