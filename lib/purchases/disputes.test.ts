import type Stripe from "stripe";
import { afterEach, expect, it } from "vitest";
import {
  AT,
  aDispute,
  aPurchase,
  applyEach,
  aSession,
} from "@/dev/test/kits/billing/payment-updates";
import { permutations } from "@/dev/test/kits/billing/permutations";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { wholeCredits } from "@/lib/shared/credits";
import type { DisputeUpdate } from "./payment-updates";

const stage = useBillingStage();

/** Disputes whose events are changed here, so that Stripe's word is another. */
let changed = false;

afterEach(async () => {
  if (!changed) expect(await stage.findFaults()).toEqual([]);
  changed = false;
});

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

it("what Stripe says now is news only when the amount is another", () => {
  const known = applyEach(aPurchase(), [aSession(), aDispute("dp_1", 300, "needs_response")]);
  const now = (amount: number) => aDispute("dp_1", amount, "needs_response", { asOf: null });
  expect(applyEach(known.purchase, [now(300)]).purchase.disputes).toBe(known.purchase.disputes);
  expect(applyEach(known.purchase, [now(200)]).purchase.row.disputedMinor).toBe(200);
});

it("credits follow a disputed amount that grows and shrinks", async () => {
  changed = true;
  const purchase = await stage.buy();
  const [created] = await stage.dispute(purchase, { amount: 300 });
  const say = (amount: number, seconds: number) => {
    const event = structuredClone(created as Stripe.Event);
    event.id = `${event.id}of${amount}`;
    event.created += seconds;
    Object.assign(event.data.object, { amount });
    return event;
  };
  await stage.deliver(created as Stripe.Event, say(700, 10));
  expect(await stage.balance(purchase)).toBe(wholeCredits(300));
  await stage.deliver(say(400, 20), say(500, 5));
  expect(await stage.balance(purchase)).toBe(wholeCredits(600));
});
