import { refusalOf } from "@/lib/stripe/errors";
import type { StripeItem, StripePage } from "@/lib/stripe/list-objects";
import { retrieveDispute, retrieveRefund, retrieveSession } from "@/lib/stripe/retrieve-objects";
import type { CompareContext } from "./compare";
import {
  listOpenDisputes,
  listOpenRefunds,
  listOpenSessions,
  type OpenPage,
  PAGE_SIZE,
} from "./list-open";

/** Checkout sessions of purchases that have not ended here. */
export async function readOpenSessions(context: CompareContext, page: OpenPage) {
  return retrieveEach(
    context,
    await listOpenSessions(context.database.read, page),
    retrieveSession,
  );
}

/** Refunds that are in progress here: a bank may take weeks. */
export async function readOpenRefunds(context: CompareContext, page: OpenPage) {
  return retrieveEach(context, await listOpenRefunds(context.database.read, page), retrieveRefund);
}

/** Disputes that are open here: a bank may take months. */
export async function readOpenDisputes(context: CompareContext, page: OpenPage) {
  return retrieveEach(
    context,
    await listOpenDisputes(context.database.read, page),
    retrieveDispute,
  );
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
