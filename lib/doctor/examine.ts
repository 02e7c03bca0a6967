import type { Database } from "@/db/client";
import type { Env } from "@/env";
import { type Clock, systemClock } from "@/lib/shared/clock";
import { reasonOf } from "@/lib/shared/reason-of";
import { checkBackup } from "./backup";
import { checkDatabase, checkReconciliation, checkWebhooks } from "./database";
import type { Finding } from "./finding";
import { checkGuards, checkPurchases, checkSeals } from "./ledger";
import { checkRefusals } from "./refused";
import { checkRetention } from "./retention";
import { checkClock, checkRole } from "./roles";
import { checkSecret } from "./secret";
import { checkDeliveries, checkEndpoint, checkKey } from "./stripe";
import { checkJobs, checkMail } from "./worker";

/**
 * Looks at everything a payment passes on its way to credits, and says what is wrong and what to
 * do. Changes nothing. What can't be known because of a fault before it isn't asked.
 */
export async function* examine(
  database: Database,
  settings: Pick<Env, "web" | "stripe" | "database" | "email" | "signIn" | "operation">,
  clock: Clock = systemClock,
): AsyncGenerator<Finding> {
  const { web, stripe, email, signIn, operation } = settings;
  const db = database.read;
  const reachable = await checkDatabase(db);
  yield reachable;
  const isUsable = reachable.state === "fine";
  if (isUsable) {
    yield await checkRole(db);
    yield await checkClock(db, clock);
    yield await checkGuards(db);
    yield await checkSeals(db, settings.database.sealKeys);
    yield await checkPurchases(database);
    yield await checkWebhooks(db);
    yield await checkReconciliation(db, clock());
    yield await checkJobs(db);
    yield await checkBackup(db, clock());
    yield await checkRetention(db, operation.retention, clock());
  }
  yield await checkMail(email, signIn);
  yield await checkSecret(web, stripe.webhookSecrets);
  const key = await checkKey(stripe.mode);
  yield key;
  if (key.state === "fine") {
    if (isUsable) yield await attempt("Signature", () => checkRefusals(db));
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
      found: `unknown, because Stripe doesn't tell: ${reasonOf(error)}`,
      advice: "Give the key the permission to read it, or look in the Stripe dashboard.",
    };
  }
}
