import { and, eq, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { refundRequests } from "@/db/schema";
import { readSetting } from "@/lib/settings/settings";
import { ProductError } from "@/lib/shared/errors";
import { assertNotOwnAccount, may } from "./permissions";
import { lockUser } from "./users";

/** A refund that somebody wants to begin. */
interface WantedRefund {
  readonly accountId: string;
  /** In minor units of the purchase's currency. */
  readonly amountMinor: number;
}

/**
 * Whether a member of staff may begin a refund: never of a purchase of their own, and support only
 * up to a sum in 24 hours, which is a setting. Their row is locked, so that refunds begun at once
 * count one after the other. Minor units of all currencies are added up as they are.
 * @throws ProductError forbidden
 */
export async function assertMayRefund(
  tx: Tx,
  adminId: string,
  { accountId, amountMinor }: WantedRefund,
): Promise<void> {
  const admin = await lockUser(tx, adminId);
  assertNotOwnAccount(admin, accountId);
  if (may(admin, "refunds.create_any_amount")) return;
  if (may(admin, "refunds.create")) {
    const limit = await readSetting(tx, "support_refund_limit_minor");
    if ((await sumOfDay(tx, adminId)) + amountMinor <= limit) return;
  }
  throw new ProductError("forbidden", {
    detail: "This is more than support may refund within 24 hours. Ask finance or an admin.",
  });
}

/** What a member of staff has begun to refund in the last 24 hours; what Stripe refused doesn't count. */
async function sumOfDay(tx: Tx, adminId: string): Promise<number> {
  const [row] = await tx
    .select({ sum: sql<number>`coalesce(sum(${refundRequests.amountMinor}), 0)`.mapWith(Number) })
    .from(refundRequests)
    .where(
      and(
        eq(refundRequests.actor, adminId),
        ne(refundRequests.status, "failed"),
        sql`${refundRequests.createdAt} > clock_timestamp() - interval '24 hours'`,
      ),
    );
  return row?.sum ?? 0;
}
