import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { ledgerEntries, purchases } from "@/db/schema";
import { verifyLedger } from "@/lib/ledger/verify";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { clawbackTarget } from "@/lib/purchases/reversal-rules";

/** Stripe's word on a session, as the emulator's ledger gives it. */
export interface StripeWord {
  readonly session: string;
  readonly status: string | null;
  readonly client_reference_id: string | null;
  readonly payment_intent: string | null;
  readonly amount_total: number;
  readonly payment_status: string;
  readonly amount_refunded: number;
  readonly amount_disputed_withdrawn: number;
}

type EntryRow = Pick<
  typeof ledgerEntries.$inferSelect,
  "accountId" | "sourceId" | "kind" | "amount"
>;

/**
 * Compares what Stripe says was paid with the purchases and with the ledger, payment by payment and
 * account by account. Written apart from the code that it judges; only the rule of rounding is shared.
 * @param uncredited sessions that were paid, and rightly brought no credits
 * @returns a sentence for every difference, and for what breaks the ledger's invariants
 */
export async function findDisagreements(
  database: Database,
  words: readonly StripeWord[],
  uncredited: readonly string[] = [],
): Promise<string[]> {
  const { fault } = await verifyLedger(database);
  const [bought, entries] = await Promise.all([
    database.read.select().from(purchases),
    database.read.select().from(ledgerEntries).where(eq(ledgerEntries.sourceType, "payment")),
  ]);
  const purchaseOf = new Map(bought.map((row) => [row.id, row]));
  const known = words.flatMap((word) => {
    const purchase = purchaseOf.get(word.client_reference_id ?? "");
    return purchase ? [{ word, purchase }] : [];
  });
  return [
    ...(fault ? [`The ledger is broken: ${JSON.stringify(fault)}`] : []),
    ...known.flatMap(({ word, purchase }) => [
      ...judgePayment(word, purchase, entries, uncredited.includes(word.session)),
      ...judgePage(word, purchase),
    ]),
    ...judgeEntries(entries, bought, new Set(words.map((word) => word.payment_intent))),
  ];
}

/** The account of the purchase, and no other, has what the payment is worth now, in one purchase. */
function judgePayment(
  word: StripeWord,
  purchase: PurchaseRow,
  entries: readonly EntryRow[],
  isUncredited: boolean,
): string[] {
  const payment = word.payment_intent ?? word.session;
  const isPaid = word.payment_status === "paid" && !isUncredited;
  const own = entries.filter(
    ({ accountId, sourceId }) => accountId === purchase.accountId && sourceId === payment,
  );
  const reversed = word.amount_refunded + word.amount_disputed_withdrawn;
  const due = isPaid
    ? purchase.credits - clawbackTarget(purchase.credits, word.amount_total, reversed)
    : 0n;
  const has = own.reduce((sum, { amount }) => sum + amount, 0n);
  const times = own.filter(({ kind }) => kind === "purchase").length;
  const faults: string[] = [];
  if (has !== due) faults.push(`${payment} is worth ${due}, and the ledger says ${has}.`);
  if (times !== (isPaid ? 1 : 0)) faults.push(`${payment} was credited ${times} times.`);
  if (isPaid && purchase.paymentId !== payment) {
    faults.push(`Purchase ${purchase.id} is paid by ${purchase.paymentId}, not by ${payment}.`);
  }
  return faults;
}

/** A purchase that has ended can't be paid. */
function judgePage(word: StripeWord, purchase: PurchaseRow): string[] {
  const isEnded = purchase.status === "expired" || purchase.status === "failed";
  return isEnded && word.status === "open"
    ? [`Purchase ${purchase.id} has ended, and its page ${word.session} is open.`]
    : [];
}

/** Each purchase entry has its purchase, of the same account and with its credits; and the payment. */
function judgeEntries(
  entries: readonly EntryRow[],
  bought: readonly PurchaseRow[],
  payments: ReadonlySet<string | null>,
): string[] {
  return entries.flatMap(({ accountId, sourceId, kind, amount }) => {
    const purchase = bought.find((row) => row.paymentId === sourceId);
    if (!purchase) return [`An entry of ${sourceId} has no purchase.`];
    if (purchase.accountId !== accountId) return [`An entry of ${sourceId} is of another account.`];
    if (kind !== "purchase") return [];
    if (amount !== purchase.credits) return [`${sourceId} was credited ${amount}.`];
    return payments.has(sourceId) || sourceId.startsWith("cs_")
      ? []
      : [`${sourceId} was not paid at Stripe.`];
  });
}
