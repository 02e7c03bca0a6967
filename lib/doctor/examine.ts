import type { Db } from "@/db/client";
import type { Env } from "@/env";
import { type Clock, systemClock } from "@/lib/shared/clock";
import { reasonOf } from "@/lib/shared/reason-of";
import { checkDatabase, checkReconciliation, checkWebhooks } from "./database";
import type { Finding } from "./finding";
import { checkSecret } from "./secret";
import { checkDeliveries, checkEndpoint, checkKey } from "./stripe";

/**
 * Looks at everything a payment passes on its way to credits, and says what is wrong and what to
 * do. Changes nothing. What can't be known because of a fault before it isn't asked.
 */
export async function* examine(
  db: Db,
  { web, stripe }: Pick<Env, "web" | "stripe">,
  clock: Clock = systemClock,
): AsyncGenerator<Finding> {
  const database = await checkDatabase(db);
  yield database;
  if (database.state === "fine") {
    yield await checkWebhooks(db);
    yield await checkReconciliation(db, clock());
  }
  yield await checkSecret(web.appUrl, stripe.webhookSecrets);
  const key = await checkKey(stripe.mode);
  yield key;
  if (key.state === "fine") {
    yield await attempt("Endpoint", () => checkEndpoint(web.appUrl));
    yield await attempt("Deliveries", () => checkDeliveries(clock()));
  }
}

/** A restricted key may sell, and still not be allowed to be asked about webhooks. */
async function attempt(subject: string, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    return {
      subject,
      state: "warning",
      found: `not known, since Stripe doesn't tell: ${reasonOf(error)}`,
      advice: "Give the key the permission to read it, or look in the Stripe dashboard.",
    };
  }
}
