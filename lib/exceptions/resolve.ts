import { and, eq, isNotNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { users } from "@/db/schema";
import { refuseOwnAccount } from "@/lib/access/refuse-own-account";
import { type AdminReason, checkReason, recordAdminAction } from "@/lib/audit/audit-entry";
import { acceptMoney } from "@/lib/purchases/lifecycle";
import { isPaid, type PurchaseKey } from "@/lib/purchases/purchase";
import { changePurchase } from "@/lib/purchases/repository";
import { assertId, noSuch } from "@/lib/shared/assert-id";
import { ProductError } from "@/lib/shared/errors";
import { formatMoney } from "@/lib/shared/money";

export { reprocessEvent } from "@/lib/webhooks/reprocess-event";
export { dismissEvent } from "./dismiss-event";
export { recreatePurchase } from "./recreate-purchase";

/**
 * Accepts another amount or currency than an unpaid purchase says, after a mismatch. The credits stay
 * those of the purchase. Process the event again afterwards.
 * @throws ProductError not_found, invalid_input, conflict when the purchase is paid already;
 *   forbidden for a purchase of one's own
 */
export async function acceptAmount(
  database: Database,
  input: AdminReason & PurchaseKey & { readonly amountMinor: number; readonly currency: string },
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
  await database.transaction(async (tx) => {
    await refuseOwnAccount(tx, by.admin, accountId);
    const purchase = await changePurchase(tx, { accountId, purchaseId }, (known) =>
      isPaid(known.row) ? known : acceptMoney(known, { amountMinor, currency }, new Date()),
    );
    if (!purchase) throw noSuch("purchase");
    if (isPaid(purchase.row)) {
      throw new ProductError("conflict", {
        detail: "This purchase is paid already; what was paid for it can't be changed any more.",
      });
    }
    await recordAdminAction(tx, by, {
      action: "purchase.accept_amount",
      target: { type: "purchase", id: purchaseId },
      details: {
        ordered: formatMoney(purchase.row),
        accepted: formatMoney({ amountMinor, currency }),
      },
    });
  });
}

/**
 * Lets a deleted user sign in and be credited again.
 * @throws ProductError not_found; conflict when the user isn't deleted
 */
export async function restoreUser(
  database: Database,
  input: AdminReason & { readonly userId: string },
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
      throw new ProductError("conflict", { detail: "This customer isn't deleted." });
    }
    await recordAdminAction(tx, by, {
      action: "user.restore",
      target: { type: "user", id: input.userId },
    });
  });
}
