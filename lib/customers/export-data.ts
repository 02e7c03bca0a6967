import { and, asc, desc, eq, gt } from "drizzle-orm";
import type { PgColumn, PgSelect } from "drizzle-orm/pg-core";
import type { Db } from "@/db/client";
import {
  apiKeys,
  auditLog,
  emails,
  ledgerEntries,
  passkeys,
  purchases,
  sessions,
  userIdentities,
  users,
} from "@/db/schema";
import { toDecimal } from "@/lib/shared/credits";

const ENTRIES_PER_READ = 1_000;
const MAX_ROWS = 10_000;

/**
 * Everything that is kept about a user, as JSON, piece by piece: an account may have millions of
 * entries. What only proves who somebody is (hashes, secrets) is left out.
 */
export async function* exportData(
  db: Db,
  user: { readonly id: string; readonly accountId: string },
): AsyncGenerator<string> {
  yield `{"exported_at":${JSON.stringify(new Date())}`;
  for (const [name, rows] of Object.entries(await readSmall(db, user))) {
    yield `,\n${JSON.stringify(name)}:${JSON.stringify(rows)}`;
  }
  yield ',\n"activity":[';
  let after = 0;
  for (;;) {
    const entries = await readEntries(db, user.accountId, after);
    if (entries.length === 0) break;
    yield (after === 0 ? "" : ",\n") + entries.map((entry) => JSON.stringify(entry)).join(",\n");
    after = entries.at(-1)?.seq ?? after;
  }
  yield "]}\n";
}

/** The newest rows of a query: a person may have more sessions or mails than anybody reads. */
function readNewest<Query extends PgSelect>(query: Query, at: PgColumn) {
  return query.orderBy(desc(at)).limit(MAX_ROWS);
}

async function readSmall(db: Db, { id, accountId }: { id: string; accountId: string }) {
  const [profile, identities, keys, shownPasskeys, shownSessions, bought, mails, log] =
    await Promise.all([
      db
        .select({
          id: users.id,
          account_id: users.accountId,
          email: users.email,
          email_verified_at: users.emailVerifiedAt,
          name: users.name,
          role: users.role,
          created_at: users.createdAt,
        })
        .from(users)
        .where(eq(users.id, id)),
      db
        .select({ provider: userIdentities.provider, created_at: userIdentities.createdAt })
        .from(userIdentities)
        .where(eq(userIdentities.userId, id)),
      db
        .select({
          id: apiKeys.id,
          name: apiKeys.name,
          scopes: apiKeys.scopes,
          created_at: apiKeys.createdAt,
          last_used_at: apiKeys.lastUsedAt,
          revoked_at: apiKeys.revokedAt,
        })
        .from(apiKeys)
        .where(eq(apiKeys.userId, id)),
      db
        .select({ name: passkeys.name, created_at: passkeys.createdAt })
        .from(passkeys)
        .where(eq(passkeys.userId, id)),
      readNewest(
        db
          .select({
            method: sessions.method,
            ip: sessions.ip,
            user_agent: sessions.userAgent,
            created_at: sessions.createdAt,
            last_seen_at: sessions.lastSeenAt,
            ended_at: sessions.endedAt,
          })
          .from(sessions)
          .where(eq(sessions.userId, id))
          .$dynamic(),
        sessions.createdAt,
      ),
      readNewest(
        db
          .select({
            id: purchases.id,
            pack: purchases.packName,
            status: purchases.status,
            amount_minor: purchases.amountMinor,
            currency: purchases.currency,
            paid_minor: purchases.paidMinor,
            refunded_minor: purchases.refundedMinor,
            created_at: purchases.createdAt,
            completed_at: purchases.completedAt,
          })
          .from(purchases)
          .where(and(eq(purchases.accountId, accountId), eq(purchases.userId, id)))
          .$dynamic(),
        purchases.createdAt,
      ),
      readNewest(
        db
          .select({ recipient: emails.recipient, subject: emails.subject, at: emails.createdAt })
          .from(emails)
          .where(eq(emails.accountId, accountId))
          .$dynamic(),
        emails.createdAt,
      ),
      readNewest(
        db
          .select({ action: auditLog.action, at: auditLog.at, ip: auditLog.ip })
          .from(auditLog)
          .where(eq(auditLog.actor, id))
          .$dynamic(),
        auditLog.at,
      ),
    ]);
  return {
    profile: profile[0],
    sign_in_methods: identities,
    passkeys: shownPasskeys,
    api_keys: keys,
    sessions: shownSessions,
    purchases: bought,
    emails: mails,
    actions: log,
  };
}

async function readEntries(db: Db, accountId: string, after: number) {
  const rows = await db
    .select()
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.accountId, accountId), gt(ledgerEntries.seq, after)))
    .orderBy(asc(ledgerEntries.seq))
    .limit(ENTRIES_PER_READ);
  return rows.map((row) => ({
    seq: row.seq,
    kind: row.kind,
    amount: toDecimal(row.amount),
    balance_after: toDecimal(row.balanceAfter),
    source: { type: row.sourceType, id: row.sourceId },
    created_at: row.createdAt,
  }));
}
