import { asc, eq } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { creditRequests } from "@/db/schema";
import { env } from "@/env";
import { refuseOwnAccount } from "@/lib/access/refuse-own-account";
import { type AdminReason, checkReason, recordAdminAction } from "@/lib/audit/audit-entry";
import { assertId, noSuch } from "@/lib/shared/assert-id";
import { type Credits, parseCredits } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import { commitCredits } from "@/lib/spending/commit-credits";

export type CreditRequest = typeof creditRequests.$inferSelect;

export interface NewGrant extends AdminReason {
  /** Made with the form: the same id never grants twice. */
  readonly id: string;
  readonly accountId: string;
  readonly credits: Credits;
  /** When they expire; undefined for never. */
  readonly expiresAt: Date | undefined;
}

/** Grants of more than this many credits need a second admin. */
export function grantApprovalLimit(): Credits {
  return parseCredits(env().admin.grantApprovalCredits);
}

/**
 * Gives an account credits, or asks a second admin to, when it is more than the limit.
 * @returns the request as it is now: `applied`, or `waiting`
 * @throws ProductError invalid_input for a reason that says nothing; forbidden for one's own account
 */
export async function requestGrant(
  database: Database,
  grant: NewGrant,
  limit: Credits = grantApprovalLimit(),
): Promise<CreditRequest> {
  assertId(grant.id, "request");
  assertId(grant.accountId, "account");
  const reason = checkReason(grant.reason);
  return database.transaction(async (tx) => {
    await refuseOwnAccount(tx, grant.admin, grant.accountId);
    const row = {
      ...{ id: grant.id, accountId: grant.accountId, credits: grant.credits, reason },
      expiresAt: grant.expiresAt ?? null,
      requestedBy: grant.admin,
      status: grant.credits > limit ? ("waiting" as const) : ("applied" as const),
    };
    const [added] = await tx.insert(creditRequests).values(row).onConflictDoNothing().returning();
    if (!added) return findSame(tx, row);
    await record(tx, added, { admin: grant.admin, reason }, "request");
    if (added.status === "applied") await apply(tx, added);
    return added;
  });
}

/**
 * Confirms or rejects a grant that waits for a second admin. The admin who asked may reject it, and
 * never confirm it.
 * @throws ProductError not_found; conflict when it was decided already; forbidden for one's own
 */
export async function decideGrant(
  database: Database,
  given: { readonly id: string; readonly approve: boolean; readonly admin: string },
): Promise<void> {
  assertId(given.id, "request");
  await database.transaction(async (tx) => {
    const request = await lockRequest(tx, given.id);
    if (request.status !== "waiting") {
      throw new ProductError("conflict", { detail: "This grant has already been decided." });
    }
    if (given.approve && request.requestedBy === given.admin) {
      throw new ProductError("forbidden", {
        detail: "Another admin must confirm this grant: you requested it.",
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

/** Grants that wait for a second admin, oldest first. */
export function listWaitingGrants(db: Db, limit = 50): Promise<CreditRequest[]> {
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
    action: `grant.${verb}`,
    target: { type: "account", id: request.accountId },
    details: { request: request.id, credits: String(request.credits), status: request.status },
  });
}

async function apply(tx: Tx, request: CreditRequest): Promise<void> {
  const [outcome] = await commitCredits(tx, [
    {
      kind: "grant",
      accountId: request.accountId,
      idempotencyKey: `admin-grant:${request.id}`,
      source: { type: "admin", id: request.id },
      credits: request.credits,
      expiresAt: request.expiresAt ?? undefined,
      actor: request.requestedBy,
      reason: request.reason,
      metadata: {},
    },
  ]);
  if (outcome?.status === "refused") {
    throw new ProductError("invalid_input", { detail: outcome.detail });
  }
}
