import { setTimeout as wait } from "node:timers/promises";
import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { stripeEvents } from "@/db/schema";
import { causeTestEvent } from "@/lib/stripe/test-event";
import type { SetupStep } from "./step";

const POLL_MS = 250;
const DEADLINE_MS = 30_000;
const SUBJECT = "Test event";

/**
 * Makes Stripe send an event and waits until the running app has verified and recorded it. That is
 * the whole way of a payment's event: Stripe, network, proxy, secret, app, database.
 */
export async function checkDelivery(
  db: Db,
  { priceId, appUrl }: { priceId: string; appUrl: string },
  deadlineMs = DEADLINE_MS,
): Promise<SetupStep> {
  const eventId = await causeTestEvent(priceId, appUrl);
  const deadline = Date.now() + deadlineMs;
  do {
    if (await isRecorded(db, eventId)) {
      return { subject: SUBJECT, state: "done", found: `${eventId} arrived and was verified` };
    }
    await wait(POLL_MS);
  } while (Date.now() < deadline);
  return {
    subject: SUBJECT,
    state: "warning",
    found: `${eventId} hasn't arrived within ${Math.round(deadlineMs / 1000)} s`,
    advice: "See that the app runs at APP_URL with this database, then run npm run doctor.",
  };
}

async function isRecorded(db: Db, eventId: string): Promise<boolean> {
  const rows = await db
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .where(eq(stripeEvents.id, eventId));
  return rows.length > 0;
}
