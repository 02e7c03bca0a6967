import type { Database, Db } from "@/db/client";
import { readAccount } from "@/lib/ledger/read-account";
import { listEntriesOfPayment } from "@/lib/ledger/read-entries";
import { findClearingPack, owedOf, payDebt } from "@/lib/purchases/debt";
import { findPurchaseBySession } from "@/lib/purchases/find-purchase";
import { listPacks } from "@/lib/purchases/packs";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { type Credits, fromMicro, toDecimal, ZERO_CREDITS } from "@/lib/shared/credits";
import { isProductError } from "@/lib/shared/errors";
import { log } from "@/lib/shared/log";
import { fulfil } from "./fulfil";

/** What the return page shows, in a form that can be sent to a browser. */
export interface ReturnStatus {
  readonly purchaseId: string;
  readonly packName: string;
  readonly status: PurchaseRow["status"];
  readonly reason: string | null;
  /** Decimals: a browser writes them in its reader's notation. */
  readonly credits: string;
  readonly balance: string;
  /** The part of the credits that paid a debt; "0" without one. */
  readonly debtPaid: string;
  /** What the account owes now. */
  readonly owed: string;
  /** The name of the pack that clears what is owed, if one does. */
  readonly clearingPack: string | null;
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
  const db = database.read;
  const [account, debtPaid] = await Promise.all([
    readAccount(db, accountId),
    readDebtPaid(db, purchase),
  ]);
  const owed = owedOf(account.balance);
  const clearing = owed > 0n ? findClearingPack(await listPacks(db), owed) : undefined;
  return {
    purchaseId: purchase.id,
    packName: purchase.packName,
    status: purchase.status,
    reason: purchase.statusReason,
    credits: toDecimal(purchase.credits),
    balance: toDecimal(account.balance),
    debtPaid: toDecimal(debtPaid),
    owed: toDecimal(owed),
    clearingPack: clearing?.name ?? null,
    current,
  };
}

/** What a purchase paid of a debt: its entry tells the balance that it found. */
async function readDebtPaid(db: Db, { accountId, paymentId }: PurchaseRow): Promise<Credits> {
  if (!paymentId) return ZERO_CREDITS;
  const entries = await listEntriesOfPayment(db, accountId, paymentId);
  const entry = entries.find(({ kind }) => kind === "purchase");
  if (!entry) return ZERO_CREDITS;
  return payDebt(fromMicro(entry.balanceAfter - entry.amount), entry.amount).paid;
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
