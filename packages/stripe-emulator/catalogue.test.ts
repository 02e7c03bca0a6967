import { describe, expect, it } from "vitest";
import { createSession, useEmulator } from "./testing/use-emulator";

const emulator = useEmulator();

describe("products", () => {
  it("take an id of the caller's own, once", async () => {
    const { products } = emulator().stripe;
    const create = () => products.create({ id: "pack_starter", name: "Starter Pack" });
    expect((await create()).id).toBe("pack_starter");
    await expect(create()).rejects.toMatchObject({
      statusCode: 400,
      code: "resource_already_exists",
    });
  });

  it("are changed, with an event that tells what was before", async () => {
    const { products, events } = emulator().stripe;
    const { id } = await products.create({ name: "Old name", description: "Old" });
    const changed = await products.update(id, { name: "New name", active: false });
    expect(changed).toMatchObject({ name: "New name", description: "Old", active: false });
    const [event] = (await events.list({ type: "product.updated" })).data;
    expect(event?.data.previous_attributes).toMatchObject({ name: "Old name", active: true });
    const active = await products.list({ active: true, ids: [id] });
    expect(active.data).toEqual([]);
  });
});

describe("prices", () => {
  it("are found by lookup key, which one price at a time holds", async () => {
    const { products, prices } = emulator().stripe;
    const product = (await products.create({ name: "Pack" })).id;
    const make = (unitAmount: number, transfer = false) =>
      prices.create({
        ...{ product, currency: "usd", unit_amount: unitAmount, lookup_key: "pack" },
        ...(transfer && { transfer_lookup_key: true }),
      });
    const first = await make(1_000);
    await expect(make(1_200)).rejects.toMatchObject({ statusCode: 400 });
    const second = await make(1_200, true);
    const { data } = await prices.list({ lookup_keys: ["pack"] });
    expect(data.map(({ id }) => id)).toEqual([second.id]);
    expect((await prices.retrieve(first.id)).lookup_key).toBeNull();
  });

  it("that are archived sell nothing any more", async () => {
    const { products, prices } = emulator().stripe;
    const product = (await products.create({ name: "Pack" })).id;
    const { id } = await prices.create({ product, currency: "usd", unit_amount: 1_000 });
    await prices.update(id, { active: false });
    await expect(
      createSession(emulator().stripe, { line_items: [{ price: id, quantity: 1 }] }),
    ).rejects.toMatchObject({ statusCode: 400, param: "line_items[0][price]" });
  });
});

describe("discounts", () => {
  async function coupon(percent: number) {
    const { coupons, promotionCodes } = emulator().stripe;
    const { id } = await coupons.create({ percent_off: percent, duration: "once" });
    return promotionCodes.create({ promotion: { type: "coupon", coupon: id } });
  }

  it("lower the total and leave the subtotal, in whole minor units", async () => {
    const { stripe } = emulator();
    const code = await coupon(33);
    const session = await createSession(stripe, { discounts: [{ promotion_code: code.id }] }, 999);
    expect(session).toMatchObject({
      amount_subtotal: 999,
      amount_total: 669,
      total_details: { amount_discount: 330 },
      discounts: [{ promotion_code: code.id }],
    });
    const items = await stripe.checkout.sessions.listLineItems(session.id);
    expect(items.data[0]).toMatchObject({ amount_subtotal: 999, amount_total: 669 });
  });

  it("of 100 % leave nothing to pay: no payment is made", async () => {
    const { stripe, control } = emulator();
    const code = await coupon(100);
    const { id } = await createSession(stripe, { discounts: [{ promotion_code: code.id }] });
    await control(`sessions/${id}/pay`);
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: "complete",
      payment_status: "no_payment_required",
      payment_intent: null,
      amount_total: 0,
    });
  });

  it("that don't exist or have ended are refused", async () => {
    const { stripe } = emulator();
    const code = await coupon(10);
    await stripe.promotionCodes.update(code.id, { active: false });
    for (const id of ["promo_unknown", code.id]) {
      await expect(
        createSession(stripe, { discounts: [{ promotion_code: id }] }),
      ).rejects.toMatchObject({ statusCode: 400, param: "discounts[0][promotion_code]" });
    }
  });
});
