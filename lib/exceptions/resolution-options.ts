import { desc, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { packs, purchases, users } from "@/db/schema";
import { findStoredEvent } from "@/lib/webhooks/reprocess-event";
import { costs } from "./recreate-purchase";

/** What an admin can do about an event whose money found no credits. */
export type Mending =
  | {
      readonly kind: "adopt";
      readonly amountMinor: number;
      readonly currency: string;
      readonly packs: readonly { code: string; name: string }[];
      /** The code of the pack that costs what was paid; undefined when none does. */
      readonly packCode: string | undefined;
    }
  | { readonly kind: "restore_person"; readonly userId: string }
  | { readonly kind: "reactivate_pack"; readonly packCode: string; readonly packName: string }
  | {
      readonly kind: "accept_amount";
      readonly accountId: string;
      readonly purchaseId: string;
      readonly amountMinor: number;
      readonly currency: string;
    };

/** Finds the first thing in the way of crediting a payment; undefined when nothing is, or nothing helps. */
export async function suggestMending(db: Db, eventId: string): Promise<Mending | undefined> {
  const stored = await findStoredEvent(db, eventId);
  if (!stored || (stored.status !== "mismatch" && stored.status !== "unmatched")) return undefined;
  const { reading } = stored.event;
  if (reading.kind !== "facts" || reading.subject.by !== "order") return undefined;
  const session = reading.facts.find((fact) => fact.type === "session");
  if (session?.type !== "session") return undefined;
  const { subtotalMinor: amountMinor, currency } = session;
  const [found] = await db
    .select({ order: purchases, person: users, pack: packs })
    .from(purchases)
    .leftJoin(users, eq(users.id, purchases.userId))
    .leftJoin(packs, eq(packs.code, purchases.packCode))
    .where(eq(purchases.id, reading.subject.purchaseId));
  if (!found) {
    const all = await db.select().from(packs).orderBy(desc(packs.active), packs.priceMinor);
    return {
      kind: "adopt",
      amountMinor,
      currency,
      packs: all.map(({ code, name }) => ({ code, name })),
      packCode: all.find((pack) => costs(pack, session))?.code,
    };
  }
  const { order, person, pack } = found;
  if (order.completedAt) return undefined;
  if (person?.deletedAt) return { kind: "restore_person", userId: person.id };
  if (pack && !pack.active)
    return { kind: "reactivate_pack", packCode: pack.code, packName: pack.name };
  if (
    amountMinor === (order.acceptedMinor ?? order.amountMinor) &&
    currency === (order.acceptedCurrency ?? order.currency)
  ) {
    return undefined;
  }
  return {
    kind: "accept_amount",
    accountId: order.accountId,
    purchaseId: order.id,
    amountMinor,
    currency,
  };
}
