import { and, gt, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { purchases } from "@/db/schema";
import { formatCredits, fromMicro } from "@/lib/shared/credits";
import { paidMoney } from "@/lib/shared/paid-money";
import { isPaid, type Purchase, type PurchaseKey } from "./purchase";
import { readPurchases } from "./repository";
import { clawbackTarget } from "./reversal-rules";
import { settle } from "./reversal-transitions";

const SLICE_ROWS = 500;
const MAX_FAULTS = 20;

/**
 * Verifies I7 over all accounts: each paid purchase has exactly one purchase entry, of its account
 * and amount, and what was taken back of it equals the target of its refunds and disputes; each
 * purchase entry has its purchase. In slices, each read in one snapshot.
 * @returns a sentence for each violation, the first 20; none: purchases and ledger agree
 */
export async function findPurchaseFaults(database: Database): Promise<string[]> {
  const faults: string[] = [];
  for (const findInSlice of [findUnposted, findUnbought]) {
    let after: string | undefined;
    do {
      const slice = await database.transaction(async (tx) => {
        await tx.execute(sql`set transaction isolation level repeatable read, read only`);
        return findInSlice(tx, after);
      });
      faults.push(...slice.faults);
      after = slice.next;
    } while (after && faults.length < MAX_FAULTS);
  }
  return faults.slice(0, MAX_FAULTS);
}

interface Slice {
  readonly faults: readonly string[];
  readonly next: string | undefined;
}

/** Paid purchases whose entries aren't what they should be. */
async function findUnposted(tx: Tx, after: string | undefined): Promise<Slice> {
  const keys = await tx
    .select({ accountId: purchases.accountId, purchaseId: purchases.id })
    .from(purchases)
    .where(
      and(
        or(isNotNull(purchases.completedAt), inArray(purchases.status, [...PAID])),
        after ? gt(purchases.id, after) : undefined,
      ),
    )
    .orderBy(purchases.id)
    .limit(SLICE_ROWS);
  const faults = await compareWithEntries(tx, keys);
  return { faults: [...faults.values()], next: nextOf(keys.length, keys.at(-1)?.purchaseId) };
}

/**
 * Compares some purchases with their entries, as I7 demands it of paid ones.
 * @returns what is wrong, by purchase id
 */
export async function findPostingFaults(
  database: Database,
  keys: readonly PurchaseKey[],
): Promise<ReadonlyMap<string, string>> {
  if (keys.length === 0) return new Map();
  return database.transaction(async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read, read only`);
    return compareWithEntries(tx, keys);
  });
}

async function compareWithEntries(
  tx: Tx,
  keys: readonly PurchaseKey[],
): Promise<Map<string, string>> {
  const known = await readPurchases(tx, keys);
  const paid = [...known.values()].filter(({ row }) => isPaid(row) || isPaidStatus(row.status));
  const posted = await readPosted(
    tx,
    paid.map(({ row }) => row.accountId),
  );
  const faults = new Map<string, string>();
  for (const purchase of paid) {
    const fault = findFault(purchase, posted);
    if (fault) faults.set(purchase.row.id, fault);
  }
  return faults;
}

function isPaidStatus(status: string): boolean {
  return PAID.some((paid) => paid === status);
}

const PAID = ["completed", "partially_refunded", "refunded", "disputed", "dispute_lost"] as const;

interface Posted {
  readonly entries: number;
  readonly granted: bigint;
  readonly takenBack: bigint;
}

/** What the ledger has of the payments of some accounts, by account and payment. */
async function readPosted(tx: Tx, accountIds: readonly string[]): Promise<Map<string, Posted>> {
  const rows = await tx.execute<
    Record<"account_id" | "source_id" | "entries" | "granted" | "taken_back", string>
  >(sql`
    select account_id, source_id, count(*) filter (where kind = 'purchase') as entries,
      coalesce(sum(amount) filter (where kind = 'purchase'), 0) as granted,
      coalesce(-sum(amount) filter (where kind <> 'purchase'), 0) as taken_back
    from ledger_entries
    where account_id = any(${sql.param([...new Set(accountIds)])}::uuid[])
      and kind in ('purchase', 'refund', 'refund_reversal', 'dispute', 'dispute_reversal')
    group by account_id, source_id`);
  return new Map(
    [...rows].map((row) => [
      `${row.account_id} ${row.source_id}`,
      {
        entries: Number(row.entries),
        granted: BigInt(row.granted),
        takenBack: BigInt(row.taken_back),
      },
    ]),
  );
}

function findFault(purchase: Purchase, posted: ReadonlyMap<string, Posted>): string | undefined {
  const { accountId, id, paymentId, credits } = purchase.row;
  const found = posted.get(`${accountId} ${paymentId}`);
  const name = `Purchase ${id} of account ${accountId}`;
  if (!found || found.entries === 0) return `I7: ${name} is paid, but has no purchase entry.`;
  if (found.entries > 1) return `I7: ${name} has ${found.entries} purchase entries.`;
  if (found.granted !== credits) {
    return `I7: ${name} is of ${show(credits)} credits, but its entry added ${show(found.granted)}.`;
  }
  const target = findTarget(purchase);
  if (found.takenBack === target) return undefined;
  return `I7: ${name} should have lost ${show(target)} credits to refunds and disputes, but lost ${show(found.takenBack)}.`;
}

/** What its refunds and disputes should have taken back, computed anew from these. */
function findTarget(purchase: Purchase): bigint {
  const { row } = settle(purchase, purchase.row.updatedAt);
  const { refundedMinor, disputedMinor } = row;
  return clawbackTarget(row.credits, paidMoney(row).amountMinor, refundedMinor + disputedMinor);
}

/** Purchase entries without their purchase. */
async function findUnbought(tx: Tx, after: string | undefined): Promise<Slice> {
  const [afterAccount, afterSource] = after?.split(" ") ?? [];
  const behind: SQL =
    afterAccount && afterSource
      ? sql`and (entry.account_id, entry.source_id) > (${afterAccount}::uuid, ${afterSource})`
      : sql``;
  const rows = await tx.execute<{
    account_id: string;
    source_id: string;
    seq: string;
    other_account: string | null;
    has_purchase: boolean;
  }>(sql`
    select entry.account_id, entry.source_id, entry.seq,
      (select account_id from purchases where payment_id = entry.source_id limit 1) as other_account,
      exists (select from purchases
        where account_id = entry.account_id and payment_id = entry.source_id
          and completed_at is not null) as has_purchase
    from ledger_entries entry where entry.kind = 'purchase' ${behind}
    order by entry.account_id, entry.source_id limit ${SLICE_ROWS}`);
  const faults = [...rows]
    .filter((row) => !row.has_purchase)
    .map(
      (row) =>
        `I7: entry ${row.seq} of account ${row.account_id} credits payment ${row.source_id}, ${row.other_account && row.other_account !== row.account_id ? `which account ${row.other_account} bought` : "which no paid purchase has"}.`,
    );
  const last = rows.at(-1);
  return { faults, next: nextOf(rows.length, last && `${last.account_id} ${last.source_id}`) };
}

function nextOf(rows: number, last: string | undefined): string | undefined {
  return rows < SLICE_ROWS ? undefined : last;
}

function show(micro: bigint): string {
  return formatCredits(fromMicro(micro));
}
