import { and, gt, inArray, isNotNull, lt } from "drizzle-orm";
import { paymentDisputes, paymentRefunds, purchases } from "@/db/schema";
import { refusalOf } from "@/lib/stripe/errors";
import type { StripeItem, StripePage } from "@/lib/stripe/list-objects";
import { retrieveDispute, retrieveRefund, retrieveSession } from "@/lib/stripe/retrieve-objects";
import type { CompareContext } from "./compare";

/** Small, since each object is a request of its own. */
const PAGE_SIZE = 25;

export interface OpenPage {
  /** Everything made before then; what is younger is in Stripe's own lists. */
  readonly before: Date;
  readonly after: string | undefined;
}

/** Checkout sessions of purchases that have not ended here. */
export async function readOpenSessions(context: CompareContext, page: OpenPage) {
  const rows = await context.database.read
    .select({ id: purchases.sessionId, cursor: purchases.id })
    .from(purchases)
    .where(
      and(
        inArray(purchases.status, ["pending", "processing"]),
        isNotNull(purchases.sessionId),
        lt(purchases.createdAt, page.before),
        page.after ? gt(purchases.id, page.after) : undefined,
      ),
    )
    .orderBy(purchases.id)
    .limit(PAGE_SIZE);
  return retrieveEach(context, rows, retrieveSession);
}

/** Refunds that are in progress here: a bank may take weeks. */
export async function readOpenRefunds(context: CompareContext, page: OpenPage) {
  const rows = await context.database.read
    .select({ id: paymentRefunds.id, cursor: paymentRefunds.id })
    .from(paymentRefunds)
    .where(
      and(
        inArray(paymentRefunds.status, ["pending", "requires_action"]),
        lt(paymentRefunds.createdAt, page.before),
        page.after ? gt(paymentRefunds.id, page.after) : undefined,
      ),
    )
    .orderBy(paymentRefunds.id)
    .limit(PAGE_SIZE);
  return retrieveEach(context, rows, retrieveRefund);
}

const OPEN_DISPUTES = [
  "warning_needs_response",
  "warning_under_review",
  "needs_response",
  "under_review",
  "appeal_needs_response",
  "appeal_under_review",
] as const;

/** Disputes that are open here: a bank may take months. */
export async function readOpenDisputes(context: CompareContext, page: OpenPage) {
  const rows = await context.database.read
    .select({ id: paymentDisputes.id, cursor: paymentDisputes.id })
    .from(paymentDisputes)
    .where(
      and(
        inArray(paymentDisputes.status, [...OPEN_DISPUTES]),
        lt(paymentDisputes.createdAt, page.before),
        page.after ? gt(paymentDisputes.id, page.after) : undefined,
      ),
    )
    .orderBy(paymentDisputes.id)
    .limit(PAGE_SIZE);
  return retrieveEach(context, rows, retrieveDispute);
}

/** An object that Stripe refuses to show is reported; a failure of Stripe's ends the phase. */
async function retrieveEach(
  { report }: Pick<CompareContext, "report">,
  rows: readonly { id: string | null; cursor: string }[],
  retrieve: (id: string) => Promise<StripeItem>,
): Promise<StripePage<StripeItem>> {
  const items: StripeItem[] = [];
  for (const { id } of rows) {
    if (id === null) continue;
    try {
      items.push(await retrieve(id));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      report.add(id, { is: "needsReview", reason: `It is open here, and Stripe says: ${refusal}` });
    }
  }
  return { items, next: rows.length === PAGE_SIZE ? rows.at(-1)?.cursor : undefined };
}
