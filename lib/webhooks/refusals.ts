import { and, eq, gt, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { stripeDeliveries, stripeEvents, webhookRefusals } from "@/db/schema";

export type StoredRefusal = typeof webhookRefusals.$inferSelect;

/** Counts refused deliveries. @param refusal.body unverified: anybody may have written it */
export async function recordRefusal(
  db: Db,
  { check, count, body }: { readonly check: string; readonly count: number; readonly body: Buffer },
): Promise<void> {
  const row = { check, refusals: count, lastAt: new Date(), lastEventId: readClaimedEventId(body) };
  await db
    .insert(webhookRefusals)
    .values(row)
    .onConflictDoUpdate({
      target: webhookRefusals.check,
      set: {
        refusals: sql`${webhookRefusals.refusals} + ${count}`,
        lastAt: row.lastAt,
        lastEventId: row.lastEventId,
      },
    });
}

function readClaimedEventId(body: Buffer): string | null {
  return /"id"\s*:\s*"(evt_[A-Za-z0-9_]{1,200})"/.exec(body.toString("latin1"))?.[1] ?? null;
}

/**
 * @returns the last delivery that was refused for its signature, unless one was accepted since:
 *   then the secret is right
 */
export async function findSignatureRefusal(db: Db): Promise<StoredRefusal | undefined> {
  const [refusal] = await db
    .select()
    .from(webhookRefusals)
    .where(eq(webhookRefusals.check, "no_matching_signature"));
  if (!refusal) return undefined;
  const [accepted] = await db
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .innerJoin(
      stripeDeliveries,
      and(eq(stripeDeliveries.eventId, stripeEvents.id), eq(stripeDeliveries.via, "webhook")),
    )
    .where(gt(stripeEvents.firstReceivedAt, refusal.lastAt))
    .limit(1);
  return accepted ? undefined : refusal;
}
