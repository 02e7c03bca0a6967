import type Stripe from "stripe";
import { expect, it } from "vitest";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { wholeCredits } from "@/lib/shared/credits";

const stage = useBillingStage();

it("credits follow a disputed amount that grows and shrinks", async () => {
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
