import type { Database } from "@/db/client";
import { readAccount } from "@/lib/ledger/read-account";
import { findPurchaseBySession } from "@/lib/purchases/find-purchase";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { formatCredits } from "@/lib/shared/credits";
import { isProductError } from "@/lib/shared/errors";
import { log } from "@/lib/shared/log";
import { fulfil } from "./fulfil";

/** What the return page shows, in a form that can be sent to a browser. */
export interface ReturnStatus {
  readonly purchaseId: string;
  readonly packName: string;
  readonly status: PurchaseRow["status"];
  readonly reason: string | null;
  readonly credits: string;
  readonly balance: string;
  /** False when Stripe couldn't be asked: what is shown is what was known before. */
  readonly current: boolean;
}

/**
 * What is known of a checkout, after bringing it up to date with Stripe. Also when Stripe is down
 * the buyer is told what is known.
 * @returns undefined unless this account ordered it: to others the page doesn't exist
 */
export async function readReturnStatus(
  database: Database,
  accountId: string,
  sessionId: string,
): Promise<ReturnStatus | undefined> {
  const known = await findPurchaseBySession(database.read, sessionId);
  if (known?.accountId !== accountId) return undefined;
  const { purchase, current } = await bringUpToDate(database, known, sessionId);
  const account = await readAccount(database.read, accountId);
  return {
    purchaseId: purchase.id,
    packName: purchase.packName,
    status: purchase.status,
    reason: purchase.statusReason,
    credits: formatCredits(purchase.credits),
    balance: formatCredits(account.balance),
    current,
  };
}

async function bringUpToDate(database: Database, known: PurchaseRow, sessionId: string) {
  try {
    return { purchase: await fulfil(database, sessionId), current: true };
  } catch (error) {
    if (!isProductError(error)) throw error;
    log.warn({ err: error, purchaseId: known.id }, "The return page could not ask Stripe");
    return { purchase: known, current: false };
  }
}
