import { asc, eq } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { creditRequests } from "@/db/schema";
import { env } from "@/env";
import { refuseOwnAccount } from "@/lib/access/refuse-own-account";
import { type AdminReason, checkReason, recordAdminAction } from "@/lib/audit/audit-entry";
import { assertId, noSuch } from "@/lib/shared/assert-id";
import { type Credits, fromMicro, parseCredits } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import { commitCredits } from "@/lib/spending/commit-credits";

export type CreditRequest = typeof creditRequests.$inferSelect;

export interface NewChange extends AdminReason {
  /** Made with the form: the same id never changes a balance twice. */
  readonly id: string;
  readonly accountId: string;
  /** Positive: granted. Negative: removed as an adjustment, which may leave debt. */
  readonly credits: Credits;
  /** When granted credits expire; undefined for never. */
  readonly expiresAt: Date | undefined;
}

/** Changes of more than this many credits need a second admin. */
export function approvalLimit(): Credits {
  return parseCredits(env().admin.grantApprovalCredits);
}

/**
 * Gives an account credits or removes some, or asks a second admin to, when it is more than the limit.
 * @returns the request as it is now: `applied`, or `waiting`
 * @throws ProductError invalid_input for a reason that says nothing; forbidden for one's own account
 */
export async function requestChange(
  database: Database,
  change: NewChange,
  limit: Credits = approvalLimit(),
): Promise<CreditRequest> {
  assertId(change.id, "request");
  assertId(change.accountId, "account");
  const reason = checkReason(change.reason);
  return database.transaction(async (tx) => {
    await refuseOwnAccount(tx, change.admin, change.accountId);
    const row = {
      ...{ id: change.id, accountId: change.accountId, credits: change.credits, reason },
      expiresAt: change.expiresAt ?? null,
      requestedBy: change.admin,
      status: absolute(change.credits) > limit ? ("waiting" as const) : ("applied" as const),
    };
    const [added] = await tx.insert(creditRequests).values(row).onConflictDoNothing().returning();
    if (!added) return findSame(tx, row);
    await record(tx, added, { admin: change.admin, reason }, "request");
    if (added.status === "applied") await apply(tx, added);
    return added;
  });
}

/**
 * Confirms or rejects a change that waits for a second admin. The admin who asked may reject it, and
 * never confirm it.
 * @throws ProductError not_found; conflict when it was decided already; forbidden for one's own
 */
export async function decideChange(
  database: Database,
  given: { readonly id: string; readonly approve: boolean; readonly admin: string },
): Promise<void> {
  assertId(given.id, "request");
  await database.transaction(async (tx) => {
    const request = await lockRequest(tx, given.id);
    if (request.status !== "waiting") {
      throw new ProductError("conflict", { detail: "This change has already been decided." });
    }
    if (given.approve && request.requestedBy === given.admin) {
      throw new ProductError("forbidden", {
        detail: "Another admin must confirm this change: you requested it.",
      });
    }
    if (given.approve) await refuseOwnAccount(tx, given.admin, request.accountId);
    await tx
      .update(creditRequests)
      .set({
        status: given.approve ? "applied" : "rejected",
        decidedBy: given.admin,
        decidedAt: new Date(),
      })
      .where(eq(creditRequests.id, given.id));
    await record(
      tx,
      request,
      { admin: given.admin, reason: request.reason },
      given.approve ? "approve" : "reject",
    );
    if (given.approve) await apply(tx, request);
  });
}

/** Changes that wait for a second admin, oldest first. */
export function listWaitingChanges(db: Db, limit = 50): Promise<CreditRequest[]> {
  return db
    .select()
    .from(creditRequests)
    .where(eq(creditRequests.status, "waiting"))
    .orderBy(asc(creditRequests.id))
    .limit(limit);
}

async function lockRequest(tx: Tx, id: string): Promise<CreditRequest> {
  const [row] = await tx
    .select()
    .from(creditRequests)
    .where(eq(creditRequests.id, id))
    .for("update");
  if (!row) throw noSuch("request");
  return row;
}

/** The same form was sent before: what became of it then is the answer. */
async function findSame(
  tx: Tx,
  wanted: Pick<CreditRequest, "id" | "accountId" | "credits" | "expiresAt" | "reason">,
): Promise<CreditRequest> {
  const known = await lockRequest(tx, wanted.id);
  const isSame =
    known.accountId === wanted.accountId &&
    known.credits === wanted.credits &&
    known.expiresAt?.getTime() === wanted.expiresAt?.getTime() &&
    known.reason === wanted.reason;
  if (isSame) return known;
  throw new ProductError("conflict", {
    detail: "This form was already sent with other values. Reload the page.",
  });
}

async function record(
  tx: Tx,
  request: CreditRequest,
  by: AdminReason,
  verb: string,
): Promise<void> {
  await recordAdminAction(tx, by, {
    action: `${request.credits < 0n ? "adjustment" : "grant"}.${verb}`,
    target: { type: "account", id: request.accountId },
    details: { request: request.id, credits: String(request.credits), status: request.status },
  });
}

async function apply(tx: Tx, request: CreditRequest): Promise<void> {
  const { id, accountId, credits, expiresAt, requestedBy: actor, reason } = request;
  const shared = { accountId, actor, reason, source: { type: "admin", id }, metadata: {} };
  const [outcome] = await commitCredits(tx, [
    credits > 0n
      ? {
          ...({ kind: "grant", ...shared, credits } as const),
          idempotencyKey: `admin-grant:${id}`,
          expiresAt: expiresAt ?? undefined,
        }
      : {
          ...({ kind: "adjustment", ...shared, credits } as const),
          idempotencyKey: `admin-adjustment:${id}`,
        },
  ]);
  if (outcome?.status === "refused") {
    throw new ProductError("invalid_input", { detail: outcome.detail });
  }
}

function absolute(credits: Credits): Credits {
  return credits < 0n ? fromMicro(-credits) : credits;
}
