import type Stripe from "stripe";
import { expect, it } from "vitest";
import { permutations } from "@/dev/test/kits/billing/permutations";
import { type OpenPurchase, useBillingStage } from "@/dev/test/kits/billing-stage";
import { testScale } from "@/dev/test/scale";
import { readAccount } from "@/lib/ledger/read-account";
import { wholeCredits } from "@/lib/shared/credits";

const stage = useBillingStage();

/** Six events of a purchase: it is paid, refunded twice, one refund fails, a dispute is won. */
const WANTED = [
  "charge.succeeded",
  "checkout.session.completed",
  "charge.refunded",
  "refund.created",
  "refund.failed",
  "charge.dispute.closed",
] as const;

it("the 720 sequences of six events of one purchase end the same, with duplicates", async () => {
  const all = permutations(WANTED);
  expect(all).toHaveLength(720);
  // A tenth of them in `npm test`, all in `npm run test:long`.
  const sequences = all.filter((_, index) => index % 10 < testScale);
  const made = await inTurns(sequences, async (types, index) => {
    const purchase = await stage.openPurchase();
    return {
      purchase,
      types: withDuplicate(types, index),
      events: new Map<string, Stripe.Event>(),
    };
  });
  const eventsOf = new Map(made.map(({ purchase, events }) => [purchase.id, events]));
  await inTurns(made, ({ purchase }) => actAtStripe(purchase));
  const purchaseOfPayment = new Map<unknown, string>();
  for (const event of await stage.events()) {
    const object = event.data.object as Stripe.Charge;
    const purchaseId = object.metadata.purchase_id ?? purchaseOfPayment.get(object.payment_intent);
    if (purchaseId === undefined) throw new Error(`Whose is ${event.id}?`);
    purchaseOfPayment.set(object.payment_intent, purchaseId);
    eventsOf.get(purchaseId)?.set(event.type, event);
  }
  for (let step = 0; step < WANTED.length + 1; step += 1) {
    await Promise.all(
      made.map(({ types, events }) => {
        const event = events.get(types[step] ?? "");
        if (!event) throw new Error(`There was no ${types[step]}.`);
        return stage.deliver(event);
      }),
    );
  }
  for (const { purchase, types } of made) {
    const { status, refundedMinor, disputedMinor } = await stage.purchase(purchase);
    const { balance } = await readAccount(stage.database.read, purchase.user.accountId);
    expect({ status, refundedMinor, disputedMinor, balance }, types.join()).toEqual({
      status: "partially_refunded",
      refundedMinor: 300,
      disputedMinor: 0,
      balance: wholeCredits(700),
    });
  }
  expect(await stage.findFaults()).toEqual([]);
}, 120_000);

/** One of the events comes twice, somewhere. */
function withDuplicate(types: readonly string[], index: number): string[] {
  const twice = types[index % types.length] ?? "";
  return types.toSpliced((index * 5) % (types.length + 1), 0, twice);
}

async function actAtStripe(purchase: OpenPurchase): Promise<void> {
  const { stripe } = stage;
  await stripe.act(`sessions/${purchase.sessionId}/pay`);
  const intent = await stage.paymentOf(purchase);
  await stripe.act(`payment_intents/${intent}/refund`, { amount: 300 });
  const second = await stripe.act(`payment_intents/${intent}/refund`, { amount: 450, fail: true });
  const dispute = await stripe.act(`charges/${second.charge}/dispute`);
  await stripe.act(`disputes/${dispute.id}/close`, { status: "won" });
}

/** A few at a time: more at once would only wait for each other. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += 20) {
    const turn = items.slice(start, start + 20);
    results.push(...(await Promise.all(turn.map((item, index) => work(item, start + index)))));
  }
  return results;
}
