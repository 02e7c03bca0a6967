import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { packs, purchases, users } from "@/db/schema";
import { type By, checkReason, recordAdminAction } from "@/lib/audit/audit-entry";
import type { PurchaseKey } from "@/lib/purchases/load-purchases";
import { assertId, noSuch } from "@/lib/shared/assert-id";
import { ProductError } from "@/lib/shared/errors";
import { formatMoney } from "@/lib/shared/money";

export { reprocessEvent } from "@/lib/webhooks/reprocess-event";
export { dismissEvent } from "./dismiss-event";
export { recreatePurchase } from "./recreate-purchase";

/**
 * Accepts another amount or currency than an unpaid purchase says, after a mismatch. The credits stay
 * those of the purchase. Process the event again afterwards.
 * @throws ProductError not_found, invalid_input, conflict when the purchase is paid already
 */
export async function acceptAmount(
  database: Database,
  input: By & PurchaseKey & { readonly amountMinor: number; readonly currency: string },
): Promise<void> {
  const { accountId, purchaseId, amountMinor, currency } = input;
  const by = { admin: input.admin, reason: checkReason(input.reason) };
  assertId(accountId, "purchase");
  assertId(purchaseId, "purchase");
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0 || !/^[a-z]{3}$/.test(currency)) {
    throw new ProductError("invalid_input", {
      detail:
        "Give a positive amount in minor units (cents) and a currency of three small letters, such as 1000 and usd.",
    });
  }
  const isPurchase = and(eq(purchases.accountId, accountId), eq(purchases.id, purchaseId));
  await database.transaction(async (tx) => {
    const changed = await tx
      .update(purchases)
      .set({ acceptedMinor: amountMinor, acceptedCurrency: currency, updatedAt: new Date() })
      .where(and(isPurchase, isNull(purchases.completedAt)))
      .returning({ amountMinor: purchases.amountMinor, currency: purchases.currency });
    const [ordered] = changed;
    if (!ordered) {
      const [paid] = await tx.select({ id: purchases.id }).from(purchases).where(isPurchase);
      if (!paid) throw noSuch("purchase");
      throw new ProductError("conflict", {
        detail: "This purchase is paid already; what was paid for it can't be changed any more.",
      });
    }
    await recordAdminAction(tx, by, {
      action: "purchase.accept_amount",
      target: { type: "purchase", id: purchaseId },
      details: { ordered: formatMoney(ordered), accepted: formatMoney({ amountMinor, currency }) },
    });
  });
}

/**
 * Lets a deleted person sign in and be credited again.
 * @throws ProductError not_found; conflict when the person isn't deleted
 */
export async function restoreUser(
  database: Database,
  input: By & { readonly userId: string },
): Promise<void> {
  const by = { admin: input.admin, reason: checkReason(input.reason) };
  assertId(input.userId, "user");
  await database.transaction(async (tx) => {
    const restored = await tx
      .update(users)
      .set({ deletedAt: null })
      .where(and(eq(users.id, input.userId), isNotNull(users.deletedAt)))
      .returning({ id: users.id });
    if (restored.length === 0) {
      const [there] = await tx
        .select({ id: users.id })
        .from(users)
        .where(eq(users.id, input.userId));
      if (!there) throw noSuch("user");
      throw new ProductError("conflict", { detail: "This person isn't deleted." });
    }
    await recordAdminAction(tx, by, {
      action: "user.restore",
      target: { type: "user", id: input.userId },
    });
  });
}

/**
 * Puts a pack on sale, or takes it off. A payment for a retired pack waits until it is active.
 * @throws ProductError not_found
 */
export async function setPackActive(
  database: Database,
  input: By & { readonly packCode: string; readonly active: boolean },
): Promise<void> {
  const by = { admin: input.admin, reason: checkReason(input.reason) };
  await database.transaction(async (tx) => {
    const changed = await tx
      .update(packs)
      .set({ active: input.active, updatedAt: new Date() })
      .where(eq(packs.code, input.packCode))
      .returning({ id: packs.id });
    if (changed.length === 0) throw noSuch("pack");
    await recordAdminAction(tx, by, {
      action: input.active ? "pack.activate" : "pack.retire",
      target: { type: "pack", id: input.packCode },
    });
  });
}
