import type Stripe from "stripe";
import type { State } from "../store";

/** What a coupon takes off an amount, in whole minor units, never more than the amount. */
export function discountOf(coupon: Stripe.Coupon, amountMinor: number): number {
  const off = coupon.amount_off ?? Math.round((amountMinor * (coupon.percent_off ?? 0)) / 100);
  return Math.min(off, amountMinor);
}

/**
 * Spreads a session's discount over its lines: the last line takes what rounding left, so that the
 * lines add up to the session.
 */
export function discountLines(items: readonly Stripe.LineItem[], coupon: Stripe.Coupon): void {
  const subtotal = items.reduce((sum, item) => sum + item.amount_subtotal, 0);
  const whole = discountOf(coupon, subtotal);
  let left = whole;
  for (const [index, item] of items.entries()) {
    const last = index === items.length - 1;
    const share = last ? left : Math.floor((whole * item.amount_subtotal) / (subtotal || 1));
    left -= share;
    item.amount_discount = share;
    item.amount_total = item.amount_subtotal - share;
  }
}

/** @returns undefined for a promotion code that can't be used now */
export function couponOfCode(state: State, code: Stripe.PromotionCode): Stripe.Coupon | undefined {
  const coupon = state.coupons[String(code.promotion.coupon)];
  return code.active && coupon?.valid ? coupon : undefined;
}
