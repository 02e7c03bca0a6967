import type { Db } from "@/db/client";
import { listPacks } from "@/lib/purchases/packs";
import { tryKey } from "@/lib/stripe/endpoints";
import { checkDelivery } from "./check-delivery";
import type { SetupStep } from "./step";
import { syncEndpoint } from "./sync-endpoint";
import { syncPack } from "./sync-pack";

export interface StripeSetup {
  /** The address that people and Stripe open. */
  readonly appUrl: string;
  /** Whether an emulator answers as Stripe. */
  readonly emulated: boolean;
  readonly webhookSecrets: readonly string[];
  readonly envAuthFile: string;
  readonly dryRun: boolean;
  readonly newSecret: boolean;
  /** How long the test event may take. */
  readonly deadlineMs?: number;
}

/**
 * Sets Stripe up for this product: a product and a price for each pack, the webhook endpoint and
 * its secret, and a test event as proof. Each step is told as it ends. What is right already stays,
 * so it may be run at any time, also after it was interrupted.
 * @throws what Stripe's SDK does when the key is refused or Stripe can't be reached
 */
export async function* setUpStripe(db: Db, setup: StripeSetup): AsyncGenerator<SetupStep> {
  await tryKey();
  for (const pack of await listPacks(db)) yield await syncPack(db, pack, setup.dryRun);
  const { step, secretIsNew } = await syncEndpoint(setup);
  yield step;
  if (step.state === "warning" || setup.dryRun) return;
  if (secretIsNew) {
    yield {
      subject: "Test event",
      state: "warning",
      found: "not sent, since the app doesn't know the new secret yet",
      advice:
        "Restart the app, then run npm run stripe:setup again: it changes nothing and checks.",
    };
    return;
  }
  const priceId = (await listPacks(db)).find((pack) => pack.stripePriceId)?.stripePriceId;
  if (priceId) {
    yield await checkDelivery(db, { priceId, appUrl: setup.appUrl }, setup.deadlineMs);
  }
}
