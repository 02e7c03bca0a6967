import type Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import { permutations } from "@/dev/test/kits/billing/permutations";
import { type OpenPurchase, useBillingStage } from "@/dev/test/kits/billing-stage";
import { spend } from "@/dev/test/kits/ledger/commands";
import { commit } from "@/lib/ledger/commit";
import { listEntries } from "@/lib/ledger/read-entries";
import { wholeCredits } from "@/lib/shared/credits";

const stage = useBillingStage();

afterEach(async () => {
  await stage.stripe.recover();
  expect(await stage.findFaults()).toEqual([]);
});

async function use(purchase: OpenPurchase, credits: number) {
  const command = spend(purchase.user.accountId, credits);
  return stage.database.transaction((tx) => commit(tx, [command]));
}

async function movementsOf(purchase: OpenPurchase): Promise<string[]> {
  const entries = await listEntries(stage.database.read, {
    accountId: purchase.user.accountId,
    limit: 100,
  });
  return entries.map(({ kind, amount }) => `${kind} ${amount / 1_000_000n}`).reverse();
}

/** The object that events are about, such as the refund of a refund's events. */
function idIn(events: readonly Stripe.Event[], type: string): string {
  const event = events.find((one) => one.type === type);
  if (!event) throw new Error(`There was no ${type}.`);
  return (event.data.object as { id: string }).id;
}

describe("a refund", () => {
  it("of everything takes all credits back", async () => {
    const purchase = await stage.buy();
    await stage.deliver(...(await stage.refund(purchase)));
    expect(await stage.balance(purchase)).toBe(0n);
    expect(await stage.purchase(purchase)).toMatchObject({
      status: "refunded",
      refundedMinor: 1000,
    });
  });

  it("in parts, repeated and out of order, is absolute: nothing compounds", async () => {
    const purchase = await stage.buy();
    const first = await stage.refund(purchase, 250);
    const second = await stage.refund(purchase, 333);
    await stage.deliver(...second, ...first, ...second, ...first.toReversed());
    expect(await stage.balance(purchase)).toBe(wholeCredits(417));
    expect(await stage.purchase(purchase)).toMatchObject({
      status: "partially_refunded",
      refundedMinor: 583,
    });
  });

  it("is understood from charge.refunded alone, although that names no refund", async () => {
    const purchase = await stage.buy();
    const all = [...(await stage.refund(purchase, 250)), ...(await stage.refund(purchase, 250))];
    await stage.deliver(...all.filter(({ type }) => type === "charge.refunded").slice(0, 1));
    expect(await stage.balance(purchase)).toBe(wholeCredits(500));
  });

  it("isn't hidden by another one of the same amount that failed", async () => {
    const purchase = await stage.buy();
    const first = await stage.refund(purchase, 400);
    const refundId = idIn(first, "refund.created");
    await stage.deliver(...first, ...(await stage.failRefund(refundId)));
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
    const second = await stage.refund(purchase, 400);
    await stage.deliver(...second.filter(({ type }) => type === "charge.refunded"));
    expect(await stage.balance(purchase)).toBe(wholeCredits(600));
  });

  it("before its payment was heard of is kept, and taken when the credits come", async () => {
    const purchase = await stage.openPurchase();
    const paid = await stage.pay(purchase);
    await stage.deliver(...(await stage.refund(purchase, 400)));
    expect(await stage.purchase(purchase)).toMatchObject({ status: "pending", refundedMinor: 400 });
    expect(await stage.balance(purchase)).toBe(0n);
    await stage.deliver(...paid);
    expect(await movementsOf(purchase)).toEqual(["purchase 1000", "refund -400"]);
  });

  it("that fails later gives the credits back, once", async () => {
    const purchase = await stage.buy();
    const created = await stage.refund(purchase, 600);
    const failed = await stage.failRefund(idIn(created, "refund.created"));
    await stage.deliver(...created, ...failed, ...failed, ...created);
    expect(await movementsOf(purchase)).toEqual([
      "purchase 1000",
      "refund -600",
      "refund_reversal 600",
    ]);
    expect(await stage.purchase(purchase)).toMatchObject({ status: "completed" });
  });

  it("that failed before it was heard of takes nothing", async () => {
    const purchase = await stage.buy();
    const created = await stage.refund(purchase, 600);
    const failed = await stage.failRefund(idIn(created, "refund.created"));
    await stage.deliver(...failed.toReversed(), ...created);
    expect(await stage.balance(purchase)).toBe(wholeCredits(1000));
  });

  it("of credits that were spent makes debt; the next purchase pays it first", async () => {
    const purchase = await stage.buy();
    await use(purchase, 900);
    await stage.deliver(...(await stage.refund(purchase)));
    expect(await stage.balance(purchase)).toBe(wholeCredits(-900));
    expect(await use(purchase, 1)).toMatchObject([{ status: "refused", code: "in_debt" }]);
    await stage.buy("starter", purchase.user);
    expect(await stage.balance(purchase)).toBe(wholeCredits(100));
    expect(await use(purchase, 101)).toMatchObject([{ code: "insufficient_credits" }]);
    expect(await use(purchase, 100)).toMatchObject([{ status: "done" }]);
  });

  it("of many parts, told to two processes at once, adds up to all of them", async () => {
    const processors = [stage.newProcessor(), stage.newProcessor()];
    for (let round = 0; round < 5; round += 1) {
      const purchase = await stage.buy();
      const parts: Stripe.Event[] = [];
      for (const amount of [10, 20, 40, 80, 160, 320]) {
        const made = await stage.refund(purchase, amount);
        parts.push(...made.filter(({ type }) => type === "refund.created"));
      }
      await Promise.all(
        parts.map((event, index) =>
          stage.deliverTo(processors[index % 2] ?? stage.webhookProcessor, event),
        ),
      );
      expect(await stage.purchase(purchase)).toMatchObject({ refundedMinor: 630 });
      expect(await stage.balance(purchase)).toBe(wholeCredits(370));
    }
  });

  it("takes from its own purchase first, whichever was used", async () => {
    const first = await stage.buy();
    await stage.buy("standard", first.user);
    await stage.deliver(...(await stage.refund(first, 500)));
    await use(first, 5500);
    expect(await stage.balance(first)).toBe(0n);
  });
});

describe("a dispute", () => {
  it("that is only an inquiry takes nothing, open or closed", async () => {
    const purchase = await stage.buy();
    const inquiry = await stage.dispute(purchase, { kind: "inquiry" });
    await stage.deliver(...inquiry);
    const id = idIn(inquiry, "charge.dispute.created");
    await stage.deliver(...(await stage.closeDispute(id, "warning_closed")), ...inquiry);
    expect(await movementsOf(purchase)).toEqual(["purchase 1000"]);
    expect(await stage.purchase(purchase)).toMatchObject({ status: "completed" });
  });

  it("that an inquiry becomes takes the credits", async () => {
    const purchase = await stage.buy();
    const inquiry = await stage.dispute(purchase, { kind: "inquiry" });
    const escalated = await stage.escalate(idIn(inquiry, "charge.dispute.created"));
    await stage.deliver(...escalated, ...inquiry);
    expect(await movementsOf(purchase)).toEqual(["purchase 1000", "dispute -1000"]);
  });

  it("is one clawback, of created and funds_withdrawn in any order", async () => {
    const purchase = await stage.buy();
    const events = await stage.dispute(purchase);
    expect(events.map(({ type }) => type)).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
    ]);
    await stage.deliver(...events.toReversed(), ...events);
    expect(await movementsOf(purchase)).toEqual(["purchase 1000", "dispute -1000"]);
    expect(await stage.purchase(purchase)).toMatchObject({
      status: "disputed",
      disputedMinor: 1000,
    });
  });

  it("that is won gives back once; one that is lost stays", async () => {
    const [won, lost] = [await stage.buy(), await stage.buy()];
    for (const [purchase, outcome] of [
      [won, "won"],
      [lost, "lost"],
    ] as const) {
      const opened = await stage.dispute(purchase);
      const closed = await stage.closeDispute(idIn(opened, "charge.dispute.created"), outcome);
      await stage.deliver(...opened, ...closed, ...closed.toReversed(), ...opened);
    }
    expect(await movementsOf(won)).toEqual([
      "purchase 1000",
      "dispute -1000",
      "dispute_reversal 1000",
    ]);
    expect(await stage.balance(lost)).toBe(0n);
    expect(await stage.purchase(won)).toMatchObject({ status: "completed" });
    expect(await stage.purchase(lost)).toMatchObject({ status: "dispute_lost" });
  });

  it("of a part of the charge takes that part", async () => {
    const purchase = await stage.buy();
    await stage.deliver(...(await stage.dispute(purchase, { amount: 300 })));
    expect(await stage.balance(purchase)).toBe(wholeCredits(700));
  });

  it("together with a refund never takes more than was granted, in any order of events", async () => {
    const made = async () => {
      const purchase = await stage.buy();
      const refund = (await stage.refund(purchase, 400)).filter(
        ({ type }) => type === "refund.created",
      );
      const opened = (await stage.dispute(purchase)).slice(0, 1);
      const won = (await stage.closeDispute(idIn(opened, "charge.dispute.created"), "won")).slice(
        -1,
      );
      return { purchase, events: [...refund, ...opened, ...won] };
    };
    for (const positions of permutations([0, 1, 2])) {
      const { purchase, events } = await made();
      for (const position of positions) {
        const event = events[position];
        if (event) await stage.deliver(event);
        expect(await stage.balance(purchase)).toBeGreaterThanOrEqual(0n);
      }
      expect(await stage.balance(purchase)).toBe(wholeCredits(600));
    }
  });

  it("in another currency holds all of the payment, since its amount says nothing", async () => {
    const purchase = await stage.buy();
    const [created] = await stage.dispute(purchase);
    if (!created) throw new Error("no event");
    Object.assign(created.data.object, { amount: 870, currency: "eur" });
    await stage.deliver(created);
    expect(await stage.balance(purchase)).toBe(0n);
  });

  it("keeps its account from buying until the bank has decided", async () => {
    const purchase = await stage.buy();
    const opened = await stage.dispute(purchase);
    await stage.deliver(...opened);
    await expect(stage.openPurchase("pro", purchase.user)).rejects.toMatchObject({
      code: "conflict",
      detail: expect.stringContaining("disputed at the bank"),
    });
    const closed = await stage.closeDispute(idIn(opened, "charge.dispute.created"), "lost");
    await stage.deliver(...closed);
    await stage.buy("pro", purchase.user);
    expect(await stage.balance(purchase)).toBe(wholeCredits(10_000));
  });
});
