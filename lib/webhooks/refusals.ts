import { and, eq, gt, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { stripeDeliveries, stripeEvents, webhookRefusals } from "@/db/schema";
import { processWide } from "@/lib/shared/process-wide";

const SIGNATURE = "no_matching_signature";

export type StoredRefusal = typeof webhookRefusals.$inferSelect;

/** Anybody can send something here: one row written a second says as much as a thousand. */
const SILENCE_MS = 1_000;

interface Throttle {
  writtenAtMs: number;
  unwritten: number;
}

/**
 * Counts a delivery that was refused for its signature and says which event it is. What names no
 * event isn't Stripe's, and isn't counted.
 * @param refusal.body unverified: anybody may have written it
 */
export async function recordRefusal(
  db: Db,
  { check, body }: { readonly check: string; readonly body: Buffer },
): Promise<void> {
  const lastEventId = readClaimedEventId(body);
  if (check !== SIGNATURE || !lastEventId) return;
  const throttle = processWide(
    "webhook-refusals",
    (): Throttle => ({
      ...{ writtenAtMs: Number.NEGATIVE_INFINITY, unwritten: 0 },
    }),
  );
  throttle.unwritten += 1;
  if (performance.now() - throttle.writtenAtMs < SILENCE_MS) return;
  const refusals = throttle.unwritten;
  Object.assign(throttle, { writtenAtMs: performance.now(), unwritten: 0 });
  const row = { refusals, lastAt: new Date(), lastEventId };
  await db
    .insert(webhookRefusals)
    .values({ check, ...row })
    .onConflictDoUpdate({
      target: webhookRefusals.check,
      set: { ...row, refusals: sql`${webhookRefusals.refusals} + ${refusals}` },
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
    .where(eq(webhookRefusals.check, SIGNATURE));
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
