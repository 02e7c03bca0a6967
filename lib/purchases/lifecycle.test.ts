import { describe, expect, it } from "vitest";
import { AT, aPurchase } from "@/dev/test/kits/billing/payment-updates";
import { acceptMoney, closeInReview, endPending, noteSession, reopen } from "./lifecycle";

const later = new Date(AT.getTime() + 60_000);

describe("a purchase outside of its payment", () => {
  it("keeps the e-mail until its page exists, and no longer", () => {
    const purchase = aPurchase({ customerEmail: "bea@example.com" });
    const { row } = noteSession(purchase, { id: "cs_1" }, later);
    expect(row).toEqual({
      ...purchase.row,
      sessionId: "cs_1",
      customerEmail: null,
      updatedAt: later,
    });
    expect(endPending(purchase, "failed", "Refused.", later).row.customerEmail).toBeNull();
  });

  it("ends only while it waits for its payment", () => {
    expect(endPending(aPurchase(), "expired", "Too late.", later).row).toMatchObject({
      status: "expired",
      statusReason: "Too late.",
      updatedAt: later,
    });
    for (const status of ["processing", "completed", "in_review", "failed"] as const) {
      const purchase = aPurchase({ status });
      expect(endPending(purchase, "expired", "Too late.", later)).toBe(purchase);
    }
  });

  it("is closed only while it is under review, and reopened only when it is closed", () => {
    const closed = closeInReview(aPurchase({ status: "in_review" }), later);
    expect(closed.row).toMatchObject({
      status: "failed",
      statusReason: expect.stringContaining("closed it"),
      closedAt: later,
    });
    for (const status of ["pending", "completed"] as const) {
      const purchase = aPurchase({ status });
      expect(closeInReview(purchase, later)).toBe(purchase);
    }
    expect(reopen(closed, later).row).toMatchObject({ closedAt: null, updatedAt: later });
    const open = aPurchase();
    expect(reopen(open, later)).toBe(open);
  });

  it("is paid by another amount once an admin accepts it; what was ordered stays", () => {
    const purchase = aPurchase();
    expect(acceptMoney(purchase, { amountMinor: 900, currency: "eur" }, later).row).toEqual({
      ...purchase.row,
      acceptedMinor: 900,
      acceptedCurrency: "eur",
      updatedAt: later,
    });
  });
});
