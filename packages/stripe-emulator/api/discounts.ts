import type Stripe from "stripe";
import { LIST_PARAMS, listPage } from "../http/lists";
import { changeMetadata, flag, integer, metadata, record, required, text } from "../http/params";
import { invalid, missing, missingParam } from "../http/stripe-error";
import { newId, nowSeconds } from "../store";
import { type Call, found, type Route, route } from "./route";

export const discountRoutes: readonly Route[] = [
  route(
    "POST",
    "/v1/coupons",
    ["id", "percent_off", "amount_off", "currency", "duration", "name", "metadata"],
    createCoupon,
  ),
  route("GET", "/v1/coupons", LIST_PARAMS, ({ world, params }) =>
    listPage(Object.values(world.store.state.coupons), params, "/v1/coupons", "coupon"),
  ),
  route("GET", "/v1/coupons/:id", [], ({ world, path }) =>
    found(world.store.state.coupons, path.id, (id) => missing("coupon", id)),
  ),
  route("POST", "/v1/promotion_codes", ["promotion", "code", "active", "metadata"], createCode),
  route(
    "GET",
    "/v1/promotion_codes",
    [...LIST_PARAMS, "code", "active", "coupon"],
    ({ world, params }) => {
      const code = text(params, "code");
      const all = Object.values(world.store.state.promotionCodes).filter(
        (promotion) => !code || promotion.code === code,
      );
      return listPage(all, params, "/v1/promotion_codes", "promotion code");
    },
  ),
  route("GET", "/v1/promotion_codes/:id", [], findCode),
  route("POST", "/v1/promotion_codes/:id", ["active", "metadata"], (call) => {
    const code = findCode(call);
    code.active = flag(call.params, "active") ?? code.active;
    code.metadata = changeMetadata(code.metadata ?? {}, call.params);
    call.world.store.changed();
    return code;
  }),
];

function createCoupon({ world, params }: Call): Stripe.Coupon {
  const percent = text(params, "percent_off");
  const amount = integer(params, "amount_off");
  if ((percent === undefined) === (amount === undefined)) {
    throw invalid("You must pass either percent_off or amount_off.", "percent_off");
  }
  if (percent !== undefined && !(Number(percent) > 0 && Number(percent) <= 100)) {
    throw invalid("Invalid percentage: must be above 0 and at most 100.", "percent_off");
  }
  const coupon: Stripe.Coupon = {
    id: text(params, "id") ?? newId("x").slice(2, 10),
    object: "coupon",
    amount_off: amount ?? null,
    created: nowSeconds(),
    currency: amount === undefined ? null : required(params, "currency").toLowerCase(),
    duration: (text(params, "duration") ?? "once") as Stripe.Coupon.Duration,
    duration_in_months: null,
    livemode: false,
    max_redemptions: null,
    metadata: metadata(params),
    name: text(params, "name") ?? null,
    percent_off: percent === undefined ? null : Number(percent),
    redeem_by: null,
    times_redeemed: 0,
    valid: true,
  };
  world.store.state.coupons[coupon.id] = coupon;
  world.store.changed();
  world.emitter.emit("coupon.created", coupon);
  return coupon;
}

function createCode({ world, params }: Call): Stripe.PromotionCode {
  const promotion = record(params, "promotion");
  const coupon = found(world.store.state.coupons, required(promotion, "coupon"), (id) =>
    missingParam("coupon", id, "promotion[coupon]"),
  );
  const code: Stripe.PromotionCode = {
    id: newId("promo"),
    object: "promotion_code",
    active: flag(params, "active") ?? true,
    code: text(params, "code") ?? newId("x").slice(2, 10).toUpperCase(),
    created: nowSeconds(),
    customer: null,
    customer_account: null,
    expires_at: null,
    livemode: false,
    max_redemptions: null,
    metadata: metadata(params),
    promotion: { type: "coupon", coupon: coupon.id },
    restrictions: {
      first_time_transaction: false,
      minimum_amount: null,
      minimum_amount_currency: null,
    },
    times_redeemed: 0,
  };
  world.store.state.promotionCodes[code.id] = code;
  world.store.changed();
  world.emitter.emit("promotion_code.created", code);
  return code;
}

function findCode({ world, path }: Call): Stripe.PromotionCode {
  return found(world.store.state.promotionCodes, path.id, (id) => missing("promotion code", id));
}
