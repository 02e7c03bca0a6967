import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { DISPUTES_TO_ANSWER, disputeStatus, isOneOf, paymentDisputes } from "@/db/schema";
import { isOpenDispute } from "./reversal-rules";

const OPEN = disputeStatus.enumValues.filter(isOpenDispute);

/** Disputes and inquiries, over all accounts, that wait for an answer in Stripe before a deadline. */
export async function countUnanswered(db: Db): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(paymentDisputes)
    .where(isOneOf(paymentDisputes.status, DISPUTES_TO_ANSWER));
  return row?.count ?? 0;
}

/** Whether a bank is still deciding about a payment of this account. Inquiries don't count. */
export async function hasOpenDispute(db: Db, accountId: string): Promise<boolean> {
  const rows = await db
    .select({ id: paymentDisputes.id })
    .from(paymentDisputes)
    .where(and(eq(paymentDisputes.accountId, accountId), inArray(paymentDisputes.status, OPEN)))
    .limit(1);
  return rows.length > 0;
}
