import { asc, gt, sql } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { ledgerHeads, ledgerSeals } from "@/db/schema";
import { type AuditDigest, continueAuditDigest } from "./audit-digest";
import { addMacs, findSealKey, isSameMac, NO_MACS, type SealKeys } from "./seal-key";
import { BEFORE_SEALS, readLastSeal, type Seal, signSeal } from "./seals";

const PAGE_SEALS = 2_000;
const PAGE_HEADS = 10_000;

/** @returns what is wrong with the chain of seals and with the audit log that they cover */
export async function verifySealChain(
  db: Db,
  keys: SealKeys,
  { auditFrom }: { readonly auditFrom: number },
): Promise<string[]> {
  let previous: Omit<Seal, "createdAt"> = BEFORE_SEALS;
  let audit: { readonly digest: AuditDigest; readonly until: Date } | undefined;
  for await (const seal of sealsInOrder(db)) {
    if (seal.seq !== previous.seq + 1) {
      return [`Seal ${previous.seq + 1} is missing: the next one is ${seal.seq}.`];
    }
    const key = findSealKey(keys, seal.keyId);
    // What an old key sealed is covered by the seals that follow, under a key that is known.
    if (key && !isSameMac(signSeal(key, previous.mac, seal), seal.mac)) {
      return [`Seal ${seal.seq} of ${seal.createdAt.toISOString()} was changed, or one before it.`];
    }
    if (seal.seq > auditFrom) {
      audit ??= {
        digest: { entries: previous.auditEntries, digest: previous.auditDigest },
        until: previous.sealedThrough,
      };
      if (seal.auditEntries !== previous.auditEntries) {
        const digest = await continueAuditDigest(db, audit.digest, {
          ...{ from: audit.until, to: seal.sealedThrough },
        });
        if (digest.entries !== seal.auditEntries || !digest.digest.equals(seal.auditDigest)) {
          return [
            `The audit log was changed: ${digest.entries} entries until ${seal.sealedThrough.toISOString()}, where ${seal.auditEntries} were sealed.`,
          ];
        }
        audit = { digest, until: seal.sealedThrough };
      }
    }
    previous = seal;
  }
  return [
    ...findUnknownKey(keys, previous),
    ...(audit ? await findUnsealedAudit(db, audit, previous.sealedThrough) : []),
  ];
}

/** Rows that were slipped in between seals without a row of the audit log. */
async function findUnsealedAudit(
  db: Db,
  { digest, until }: { readonly digest: AuditDigest; readonly until: Date },
  sealedThrough: Date,
): Promise<string[]> {
  const later = await continueAuditDigest(db, digest, { from: until, to: sealedThrough });
  return later.entries === digest.entries
    ? []
    : [`The audit log has entries of before ${sealedThrough.toISOString()} that no seal covers.`];
}

function findUnknownKey(keys: SealKeys, last: Omit<Seal, "createdAt">): string[] {
  if (last.seq === 0 || findSealKey(keys, last.keyId)) return [];
  return [
    `The last seal was made under another key (${last.keyId}). Add the old key to LEDGER_SEAL_KEY, behind a comma, until npm run ledger:seal has sealed all anew.`,
  ];
}

async function* sealsInOrder(db: Db): AsyncGenerator<Seal> {
  let after = 0;
  for (;;) {
    const page = await db
      .select()
      .from(ledgerSeals)
      .where(gt(ledgerSeals.seq, after))
      .orderBy(asc(ledgerSeals.seq))
      .limit(PAGE_SEALS);
    yield* page;
    if (page.length < PAGE_SEALS) return;
    after = page.at(-1)?.seq ?? after;
  }
}

/** @returns what is wrong with the set of sealed heads, compared with the newest seal */
export async function verifyHeadSet(database: Database): Promise<string[]> {
  return database.transaction(async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read, read only`);
    const seal = (await readLastSeal(tx)) ?? BEFORE_SEALS;
    const { count, sum } = await sumHeads(tx);
    if (count !== seal.heads) {
      return [`${count} accounts have a sealed head, but ${seal.heads} were sealed.`];
    }
    return sum.equals(seal.headsDigest)
      ? []
      : [
          `The sealed heads are not those that seal ${seal.seq} covers: one was put back or changed.`,
        ];
  });
}

async function sumHeads(tx: Tx): Promise<{ count: number; sum: Buffer }> {
  let [count, sum] = [0, NO_MACS];
  let after: string | undefined;
  for (;;) {
    const page = await tx
      .select({ accountId: ledgerHeads.accountId, mac: ledgerHeads.mac })
      .from(ledgerHeads)
      .where(after ? gt(ledgerHeads.accountId, after) : undefined)
      .orderBy(asc(ledgerHeads.accountId))
      .limit(PAGE_HEADS);
    sum = addMacs(sum, { added: page.map(({ mac }) => mac) });
    count += page.length;
    after = page.at(-1)?.accountId;
    if (page.length < PAGE_HEADS) return { count, sum };
  }
}
