import { desc, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { packs, purchases, users } from "@/db/schema";
import { expectedMoney } from "@/lib/shared/paid-money";
import { findStoredEvent } from "@/lib/webhooks/reprocess-event";
import { costs } from "./recreate-purchase";

/** What an admin can do about an event whose money found no credits. */
export type ResolutionOption =
  | {
      readonly kind: "recreate";
      readonly amountMinor: number;
      readonly currency: string;
      readonly packs: readonly { code: string; name: string }[];
      /** The code of the pack that costs what was paid; undefined when none does. */
      readonly packCode: string | undefined;
      /** The email of the account that the payment names; undefined when nobody has that account. */
      readonly customer: string | undefined;
    }
  | { readonly kind: "restore_user"; readonly userId: string }
  | {
      readonly kind: "accept_amount";
      readonly accountId: string;
      readonly purchaseId: string;
      readonly amountMinor: number;
      readonly currency: string;
    };

/** Finds the first thing in the way of crediting a payment; undefined when nothing is, or nothing helps. */
export async function suggestResolution(
  db: Db,
  eventId: string,
): Promise<ResolutionOption | undefined> {
  const stored = await findStoredEvent(db, eventId);
  if (!stored || (stored.status !== "mismatch" && stored.status !== "unmatched")) return undefined;
  const { content } = stored.event;
  if (content.kind !== "updates" || content.ref.by !== "purchase") return undefined;
  const session = content.updates.find((update) => update.type === "session");
  if (session?.type !== "session") return undefined;
  const { subtotalMinor: amountMinor, currency } = session;
  const [found] = await db
    .select({ purchase: purchases, user: users })
    .from(purchases)
    .leftJoin(users, eq(users.id, purchases.userId))
    .where(eq(purchases.id, content.ref.purchaseId));
  if (!found) {
    const [all, [owner]] = await Promise.all([
      db.select().from(packs).orderBy(desc(packs.active), packs.priceMinor),
      db
        .select({ email: users.email })
        .from(users)
        .where(eq(users.accountId, content.ref.accountId)),
    ]);
    return {
      kind: "recreate",
      amountMinor,
      currency,
      packs: all.map(({ code, name }) => ({ code, name })),
      packCode: all.find((pack) => costs(pack, session))?.code,
      customer: owner?.email,
    };
  }
  const { purchase, user } = found;
  if (purchase.completedAt) return undefined;
  if (user?.deletedAt) return { kind: "restore_user", userId: user.id };
  const expected = expectedMoney(purchase);
  if (amountMinor === expected.amountMinor && currency === expected.currency) return undefined;
  return {
    kind: "accept_amount",
    accountId: purchase.accountId,
    purchaseId: purchase.id,
    amountMinor,
    currency,
  };
}
