import { and, asc, eq, gte, inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { apiKeys, sessions } from "@/db/schema";
import { listLotsOfPayment } from "@/lib/ledger/read-entries";
import { listUsageOfLots } from "@/lib/ledger/read-lot-usage";
import type { Entry } from "@/lib/ledger/state";
import { fromMicro, sumCredits } from "@/lib/shared/credits";
import type { EvidenceFacts, SignIn, Usage } from "./evidence-facts";
import type { DisputeDetails } from "./list-disputes";

/** Sign-ins from this long before the purchase on show whose account it was. */
const BEFORE_PURCHASE_MS = 90 * 24 * 60 * 60 * 1000;
const KEY_ACTOR = "key:";

/**
 * Everything that is known about a disputed payment: its lots, each use of them with key and
 * address, and the customer's sign-ins.
 */
export async function readEvidence(
  db: Db,
  { dispute, purchase, email, name }: DisputeDetails,
): Promise<EvidenceFacts> {
  const { accountId } = dispute;
  const paymentId = purchase.paymentId ?? dispute.paymentId ?? "";
  const lots = await listLotsOfPayment(db, accountId, paymentId);
  const since = new Date(purchase.createdAt.getTime() - BEFORE_PURCHASE_MS);
  const [entries, signIns] = await Promise.all([
    listUsageOfLots(db, accountId, lots),
    listSignIns(db, purchase.userId, since),
  ]);
  const keys = await readKeyNames(db, entries);
  const ids = new Set(lots.map(({ id }) => id));
  return {
    disputeId: dispute.id,
    paymentId,
    packName: purchase.packName,
    amountMinor: dispute.amountMinor,
    currency: dispute.currency,
    orderedAt: purchase.createdAt,
    creditedAt: purchase.completedAt,
    customer: { accountId, name, email },
    granted: sumCredits(lots.map(({ granted }) => granted)),
    usages: entries.map((entry) => toUsage(entry, ids, keys)),
    signIns,
  };
}

/**
 * The use that an entry records. The address is what the service sent as the metadata `client_ip`:
 * that of the person who used it, which our own server doesn't see.
 */
function toUsage(
  entry: Entry,
  lots: ReadonlySet<string>,
  keys: ReadonlyMap<string, string>,
): Usage {
  const own = entry.allocations.filter(({ lotId }) => lots.has(lotId));
  const taken = sumCredits(own.map(({ amount }) => amount));
  const { model, reference, client_ip: address } = entry.metadata;
  return {
    at: entry.createdAt,
    amount: entry.amount > 0n ? fromMicro(-taken) : taken,
    service: entry.sourceType === "service" ? entry.sourceId : null,
    model: model ?? null,
    reference: reference ?? null,
    key: keys.get(entry.actor) ?? null,
    address: address ?? null,
    seq: entry.seq,
  };
}

/** The names of the keys that made the entries, by the entries' actor. */
async function readKeyNames(
  db: Db,
  entries: readonly Entry[],
): Promise<ReadonlyMap<string, string>> {
  const actors = new Set(entries.map(({ actor }) => actor));
  const ids = [...actors]
    .filter((actor) => actor.startsWith(KEY_ACTOR))
    .map((actor) => actor.slice(KEY_ACTOR.length));
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: apiKeys.id, name: apiKeys.name, start: apiKeys.start })
    .from(apiKeys)
    .where(inArray(apiKeys.id, ids));
  return new Map(rows.map(({ id, name, start }) => [KEY_ACTOR + id, `${name} (${start}…)`]));
}

async function listSignIns(db: Db, userId: string, since: Date): Promise<SignIn[]> {
  return db
    .select({
      at: sessions.createdAt,
      method: sessions.method,
      address: sessions.ip,
      browser: sessions.userAgent,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        gte(sessions.createdAt, since),
        // Who didn't give the second factor isn't known to be the customer.
        eq(sessions.awaitsSecondFactor, false),
      ),
    )
    .orderBy(asc(sessions.createdAt));
}
