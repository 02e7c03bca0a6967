import { and, eq, inArray } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { purchases, stripeEvents, stripeObjects } from "@/db/schema";
import { type OrderKey, readOrders } from "@/lib/purchases/load-purchases";
import { logPurchase } from "@/lib/purchases/log-purchase";
import type { Fact } from "@/lib/purchases/payment-updates";
import { isPaid, type Order, type Verdict } from "@/lib/purchases/purchase";
import { observeAll } from "@/lib/purchases/record-payment-updates";
import { observe } from "@/lib/purchases/transitions";
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
 * Compares a page of Stripe's objects with the orders that they belong to, and takes in what they
 * say that isn't known here. What agrees, almost everything, is only read: no lock, no write.
 */
export async function compareItems(
  { database, dryRun, tally }: Mending,
  items: readonly StripeItem[],
): Promise<void> {
  const keys = await findOrders(database.read, items);
  const [orders, dismissed] = await Promise.all([
    readOrders(database.read, [...keys.values()]),
    findDismissed(database.read, items),
  ]);
  for (const item of items) {
    const key = keys.get(item.id);
    const order = key && orders.get(key.purchaseId);
    if (!key || !order) {
      if (item.named && isPaidFor(item) && !dismissed.has(item.id)) {
        const reason = `Order ${item.named.purchaseId} of this payment isn't in the database. No credits were added.`;
        tally.attention({ stripeId: item.id, reason });
      } else {
        tally.fine();
      }
      continue;
    }
    const plan = decideItem(order, item);
    orders.set(order.row.id, plan.order);
    const fault = dryRun || !plan.differs ? undefined : await takeIn(database, key, plan.facts);
    const isMismatch = plan.verdict.status === "mismatch" && !dismissed.has(item.id);
    const reason = fault ?? (isMismatch ? plan.verdict.reason : undefined);
    if (reason !== undefined) tally.attention({ stripeId: item.id, reason });
    else if (plan.news) tally.mended(plan.news);
    else tally.fine();
  }
}

/** @returns why it failed: one order that can't be mended doesn't keep the others waiting */
async function takeIn(
  database: Database,
  key: OrderKey,
  facts: readonly Fact[],
): Promise<string | undefined> {
  try {
    const [result] = await database.transaction((tx) =>
      observeAll(tx, [{ key, facts }], systemClock),
    );
    if (result?.credited) logPurchase(result.order);
    return undefined;
  } catch (error) {
    log.error({ err: error, ...key }, "Reconciliation could not mend an order");
    return reasonOf(error);
  }
}

/** Another copy of this program may use the same Stripe; its unpaid sessions are nobody's worry. */
function isPaidFor({ facts }: StripeItem): boolean {
  return facts.some((fact) => fact.type === "session" && fact.paymentStatus !== "unpaid");
}

interface Plan {
  readonly order: Order;
  readonly facts: readonly Fact[];
  readonly verdict: Verdict;
  readonly differs: boolean;
  /** What was missing, if anything was. */
  readonly news: Mended | undefined;
}

/** What the facts of an item would change, by the same decision that the webhook takes. */
function decideItem(before: Order, item: StripeItem): Plan {
  const at = new Date();
  // Stripe's receipt address is another at each look, so only a charge that is unknown is news.
  const facts = item.facts.filter(
    (fact) => fact.type !== "charge" || fact.chargeId !== before.row.chargeId,
  );
  let order = before;
  let verdict: Verdict = { status: "processed", reason: "" };
  for (const fact of facts) {
    const observed = observe(order, fact, at);
    order = observed.order;
    if (observed.verdict.status === "mismatch") verdict = observed.verdict;
  }
  const differs = isDifferent(before, order);
  return {
    order,
    facts,
    verdict,
    differs,
    news: differs ? kindOf(before, order, item) : undefined,
  };
}

function kindOf(before: Order, after: Order, item: StripeItem): Mended {
  if (!isPaid(before.row) && isPaid(after.row)) return "credited";
  if (item.facts.some((fact) => fact.type === "refund")) return "refunds";
  if (item.facts.some((fact) => fact.type === "dispute")) return "disputes";
  return "orders";
}

function isDifferent(before: Order, after: Order): boolean {
  if (before.refunds !== after.refunds || before.disputes !== after.disputes) return true;
  const [left, right] = [columnsOf(before), columnsOf(after)];
  return left !== right;
}

function columnsOf({ row }: Order): string {
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

/** The orders of a page, each by an id of its payment or by what its metadata names. */
async function findOrders(db: Db, items: readonly StripeItem[]): Promise<Map<string, OrderKey>> {
  const stripeIds = [...new Set(items.flatMap((item) => item.knownBy))];
  const namedIds = [...new Set(items.flatMap((item) => item.named?.purchaseId ?? []))];
  const [objects, orders] = await Promise.all([
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
  const byId = new Map(orders.map((order) => [order.purchaseId, order]));
  const found = new Map<string, OrderKey>();
  for (const item of items) {
    const known = item.knownBy.map((id) => byStripeId.get(id)).find((object) => object);
    const key = known ?? (item.named && byId.get(item.named.purchaseId));
    if (key) found.set(item.id, { accountId: key.accountId, purchaseId: key.purchaseId });
  }
  return found;
}
