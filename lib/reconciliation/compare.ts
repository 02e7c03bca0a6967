import { and, eq, inArray } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { purchases, stripeEvents, stripeObjects } from "@/db/schema";
import type { PaymentUpdate } from "@/lib/purchases/payment-updates";
import {
  isPaid,
  type ProcessingResult,
  type Purchase,
  type PurchaseKey,
} from "@/lib/purchases/purchase";
import { recordPurchaseUpdates } from "@/lib/purchases/record-payment-updates";
import { readPurchases } from "@/lib/purchases/repository";
import { applyPaymentUpdate } from "@/lib/purchases/transitions";
import { systemClock } from "@/lib/shared/clock";
import { log } from "@/lib/shared/log";
import { reasonOf } from "@/lib/shared/reason-of";
import type { StripeItem } from "@/lib/stripe/list-objects";
import type { Mended, Tally } from "./report-builder";

export interface Mending {
  readonly database: Database;
  readonly dryRun: boolean;
  readonly tally: Tally;
}

/**
 * Compares a page of Stripe's objects with the purchases that they belong to, and takes in what they
 * say that isn't known here. What agrees, almost everything, is only read: no lock, no write.
 */
export async function compareItems(
  { database, dryRun, tally }: Mending,
  items: readonly StripeItem[],
): Promise<void> {
  const keys = await findPurchases(database.read, items);
  const [purchaseMap, dismissed] = await Promise.all([
    readPurchases(database.read, [...keys.values()]),
    findDismissed(database.read, items),
  ]);
  for (const item of items) {
    const key = keys.get(item.id);
    const purchase = key && purchaseMap.get(key.purchaseId);
    if (!key || !purchase) {
      if (item.named && isPaidFor(item) && !dismissed.has(item.id)) {
        const reason = `Purchase ${item.named.purchaseId} of this payment isn't in the database. No credits were added.`;
        tally.attention({ stripeId: item.id, reason });
      } else {
        tally.fine();
      }
      continue;
    }
    const plan = decideItem(purchase, item);
    purchaseMap.set(purchase.row.id, plan.purchase);
    const fault = dryRun || !plan.differs ? undefined : await takeIn(database, key, plan.updates);
    const isMismatch = plan.result.status === "mismatch" && !dismissed.has(item.id);
    const reason = fault ?? (isMismatch ? plan.result.reason : undefined);
    if (reason !== undefined) tally.attention({ stripeId: item.id, reason });
    else if (plan.news) tally.mended(plan.news);
    else tally.fine();
  }
}

/** @returns why it failed: one purchase that can't be mended doesn't keep the others waiting */
async function takeIn(
  database: Database,
  key: PurchaseKey,
  updates: readonly PaymentUpdate[],
): Promise<string | undefined> {
  try {
    await recordPurchaseUpdates(database, { key, updates }, systemClock);
    return undefined;
  } catch (error) {
    log.error({ err: error, ...key }, "Reconciliation could not mend a purchase");
    return reasonOf(error);
  }
}

/** Another copy of this program may use the same Stripe; its unpaid sessions are nobody's worry. */
function isPaidFor({ updates }: StripeItem): boolean {
  return updates.some((update) => update.type === "session" && update.paymentStatus !== "unpaid");
}

interface Plan {
  readonly purchase: Purchase;
  readonly updates: readonly PaymentUpdate[];
  readonly result: ProcessingResult;
  readonly differs: boolean;
  /** What was missing, if anything was. */
  readonly news: Mended | undefined;
}

/** What the updates of an item would change, by the same decision that the webhook takes. */
function decideItem(before: Purchase, item: StripeItem): Plan {
  const at = new Date();
  // Stripe's receipt address is another at each look, so only a charge that is unknown is news.
  const updates = item.updates.filter(
    (update) => update.type !== "charge" || update.chargeId !== before.row.chargeId,
  );
  let purchase = before;
  let result: ProcessingResult = { status: "processed", reason: "" };
  for (const update of updates) {
    const applied = applyPaymentUpdate(purchase, update, at);
    purchase = applied.purchase;
    if (applied.result.status === "mismatch") result = applied.result;
  }
  const differs = isDifferent(before, purchase);
  return {
    purchase,
    updates,
    result,
    differs,
    news: differs ? kindOf(before, purchase, item) : undefined,
  };
}

function kindOf(before: Purchase, after: Purchase, item: StripeItem): Mended {
  if (!isPaid(before.row) && isPaid(after.row)) return "credited";
  if (item.updates.some((update) => update.type === "refund")) return "refunds";
  if (item.updates.some((update) => update.type === "dispute")) return "disputes";
  return "purchases";
}

function isDifferent(before: Purchase, after: Purchase): boolean {
  if (before.refunds !== after.refunds || before.disputes !== after.disputes) return true;
  const [left, right] = [columnsOf(before), columnsOf(after)];
  return left !== right;
}

function columnsOf({ row }: Purchase): string {
  const { updatedAt, ...columns } = row;
  return JSON.stringify(columns, (_, value) => (typeof value === "bigint" ? `${value}` : value));
}

/** Objects whose event an admin has dismissed: nobody is to be called to them again. */
async function findDismissed(db: Db, items: readonly StripeItem[]): Promise<ReadonlySet<string>> {
  const ids = items.map((item) => item.id);
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ objectId: stripeEvents.objectId })
    .from(stripeEvents)
    .where(and(inArray(stripeEvents.objectId, ids), eq(stripeEvents.status, "dismissed")));
  return new Set(rows.flatMap((row) => row.objectId ?? []));
}

/** The purchases of a page, each by an id of its payment or by what its metadata names. */
async function findPurchases(
  db: Db,
  items: readonly StripeItem[],
): Promise<Map<string, PurchaseKey>> {
  const stripeIds = [...new Set(items.flatMap((item) => item.knownBy))];
  const namedIds = [...new Set(items.flatMap((item) => item.named?.purchaseId ?? []))];
  const [objects, purchaseMap] = await Promise.all([
    stripeIds.length === 0
      ? []
      : db.select().from(stripeObjects).where(inArray(stripeObjects.stripeId, stripeIds)),
    namedIds.length === 0
      ? []
      : db
          .select({ accountId: purchases.accountId, purchaseId: purchases.id })
          .from(purchases)
          .where(inArray(purchases.id, namedIds)),
  ]);
  const byStripeId = new Map(objects.map((object) => [object.stripeId, object]));
  const byId = new Map(purchaseMap.map((purchase) => [purchase.purchaseId, purchase]));
  const found = new Map<string, PurchaseKey>();
  for (const item of items) {
    const known = item.knownBy.map((id) => byStripeId.get(id)).find((object) => object);
    const key = known ?? (item.named && byId.get(item.named.purchaseId));
    if (key) found.set(item.id, { accountId: key.accountId, purchaseId: key.purchaseId });
  }
  return found;
}
