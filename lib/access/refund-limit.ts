import type { Db } from "@/db/client";
import { readSetting } from "@/lib/settings/settings";
import { ProductError } from "@/lib/shared/errors";
import { may } from "./permissions";
import type { User } from "./users";

/**
 * Whether a member of staff may refund so much at once. Support has a limit, which is a setting.
 * @param amountMinor in minor units of the purchase's currency
 * @throws ProductError forbidden
 */
export async function assertMayRefund(db: Db, user: User, amountMinor: number): Promise<void> {
  if (may(user, "refunds.create_any_amount")) return;
  const limit = await readSetting(db, "support_refund_limit_minor");
  if (may(user, "refunds.create") && amountMinor <= limit) return;
  throw new ProductError("forbidden", {
    detail: "This is more than support may refund. Ask finance or an admin.",
  });
}
