import { and, eq, sql } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { documentCounters, documents, paymentRefunds, purchases, users } from "@/db/schema";
import { readSetting } from "@/lib/settings/settings";
import { type Clock, systemClock } from "@/lib/shared/clock";

export type Document = typeof documents.$inferSelect;
type NewDocument = Omit<Document, "number" | "issuedAt" | "seller">;

interface PurchaseKey {
  readonly accountId: string;
  readonly purchaseId: string;
}

/**
 * Gives a paid purchase its receipt and each of its refunds its credit note, if they have none.
 * Safe to repeat, by any number of processes at once.
 */
export async function issueDocuments(
  database: Database,
  key: PurchaseKey,
  clock: Clock = systemClock,
): Promise<void> {
  const wanted = await listMissing(database.read, key);
  for (const document of wanted) {
    await database.transaction((tx) => issue(tx, document, clock()));
  }
}

/** What should have a number and has none. The receipt comes first. */
async function listMissing(db: Db, { accountId, purchaseId }: PurchaseKey): Promise<NewDocument[]> {
  const [[found], refunds, known] = await Promise.all([
    db
      .select({
        purchase: purchases,
        // A payment needs its document also when the user was deleted meanwhile, without a name.
        name: users.name,
        email: sql<string>`case when ${users.deletedAt} is null then ${users.email} else '' end`,
      })
      .from(purchases)
      .innerJoin(users, eq(users.id, purchases.userId))
      .where(and(eq(purchases.accountId, accountId), eq(purchases.id, purchaseId))),
    db
      .select()
      .from(paymentRefunds)
      .where(
        and(eq(paymentRefunds.accountId, accountId), eq(paymentRefunds.purchaseId, purchaseId)),
      )
      .orderBy(paymentRefunds.createdAt, paymentRefunds.id),
    listDocuments(db, { accountId, purchaseId }),
  ]);
  if (!found?.purchase.completedAt) return [];
  const { purchase, name, email } = found;
  const paidMinor = purchase.paidMinor ?? 0;
  const terms = {
    ...{ accountId, purchaseId, customerName: name, customerEmail: email },
    ...{ packName: purchase.packName, credits: purchase.credits },
    currency: purchase.acceptedCurrency ?? purchase.currency,
  };
  const receipt: NewDocument = {
    ...{ ...terms, kind: "receipt", refundId: null, amountMinor: paidMinor },
    ...{ taxMinor: purchase.taxMinor ?? 0, paidAt: found.purchase.completedAt },
  };
  const notes = refunds
    .filter(
      ({ status, paymentId }) =>
        status === "succeeded" && (paymentId === null || paymentId === purchase.paymentId),
    )
    .map(
      (refund): NewDocument => ({
        ...{ ...terms, kind: "credit_note", refundId: refund.id },
        amountMinor: refund.amountMinor,
        taxMinor: taxOf(refund.amountMinor, paidMinor, purchase.taxMinor ?? 0),
        paidAt: refund.createdAt,
      }),
    );
  return [receipt, ...notes].filter(
    ({ kind, refundId }) =>
      !known.some((document) => document.kind === kind && document.refundId === refundId),
  );
}

/** The part of the tax that a refund gives back, in proportion, rounded down. */
function taxOf(refundMinor: number, paidMinor: number, taxMinor: number): number {
  if (paidMinor === 0) return 0;
  return Number((BigInt(taxMinor) * BigInt(refundMinor)) / BigInt(paidMinor));
}

/**
 * The number is taken from a locked counter in the transaction that writes the document: when it
 * rolls back, the number was never given, and the next document gets it.
 */
async function issue(tx: Tx, document: NewDocument, issuedAt: Date): Promise<void> {
  const seller = await readSetting(tx, "seller");
  const [counter] = await tx
    .insert(documentCounters)
    .values({ kind: document.kind, last: 1 })
    .onConflictDoUpdate({
      target: documentCounters.kind,
      set: { last: sql`${documentCounters.last} + 1` },
    })
    .returning();
  if (!counter) throw new Error("an upsert returned no row");
  // Another process may have issued it while this one waited for the counter: then nothing is
  // written, and the number must go back with the transaction.
  const rows = await tx
    .insert(documents)
    .values({ ...document, number: counter.last, issuedAt, seller })
    .onConflictDoNothing()
    .returning({ number: documents.number });
  if (rows.length === 0) {
    await tx
      .update(documentCounters)
      .set({ last: sql`${documentCounters.last} - 1` })
      .where(eq(documentCounters.kind, document.kind));
  }
}

/** The documents of a purchase: its receipt, then its credit notes. */
export function listDocuments(db: Db, { accountId, purchaseId }: PurchaseKey): Promise<Document[]> {
  return db
    .select()
    .from(documents)
    .where(and(eq(documents.accountId, accountId), eq(documents.purchaseId, purchaseId)))
    .orderBy(documents.kind, documents.number);
}

/** "R-000042", "C-000007": what stands on the document. */
export function writeNumber({ kind, number }: Pick<Document, "kind" | "number">): string {
  return `${kind === "receipt" ? "R" : "C"}-${String(number).padStart(6, "0")}`;
}

/** @returns undefined for text that is no document's number */
export function readNumber(text: string): Pick<Document, "kind" | "number"> | undefined {
  const [, series, digits] = /^([RC])-(\d{6,15})$/.exec(text) ?? [];
  if (!series || !digits) return undefined;
  return { kind: series === "R" ? "receipt" : "credit_note", number: Number(digits) };
}

/** @returns undefined when there is no such document; the caller checks whose it is */
export async function findDocument(
  db: Db,
  { kind, number }: Pick<Document, "kind" | "number">,
): Promise<Document | undefined> {
  const [document] = await db
    .select()
    .from(documents)
    .where(and(eq(documents.kind, kind), eq(documents.number, number)));
  return document;
}
