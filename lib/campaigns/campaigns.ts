import { eq, isNull, sql } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { campaigns } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Credits, toDecimal } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { commitCredits } from "@/lib/spending/commit-credits";

export type Campaign = typeof campaigns.$inferSelect;

export interface NewCampaign {
  readonly name: string;
  readonly kind: Campaign["kind"];
  /** For campaigns of the kind code: what people type. */
  readonly code?: string | undefined;
  /** What each claim gives. */
  readonly credits: Credits;
  /** What it may give away in all. */
  readonly budget: Credits;
  readonly maxClaims?: number | undefined;
  readonly maxClaimsPerAccount?: number | undefined;
  readonly afterFirstPurchase?: boolean | undefined;
  readonly creditsExpireAfterDays?: number | undefined;
  readonly startsAt?: Date | undefined;
  readonly endsAt?: Date | undefined;
}

/** Codes are compared in capitals, without space around them. */
export function normaliseCode(code: string): string {
  return code.trim().toUpperCase();
}

/**
 * Makes a campaign and gives its account the budget, in one transaction.
 * @param by who makes it, and the idempotency key of the request: the same key makes one campaign
 * @throws ProductError conflict when another campaign has the code; idempotency_mismatch when
 *   another has the key; invalid_input for a budget that no account can hold
 */
export async function createCampaign(
  database: Database,
  given: NewCampaign,
  by: { actor: string; requestKey: string },
): Promise<Campaign> {
  const { budget, code, ...terms } = given;
  const id = newId();
  return database.transaction(async (tx) => {
    const [added] = await tx
      .insert(campaigns)
      .values({
        ...{ ...terms, id, accountId: newId(), requestKey: by.requestKey, createdBy: by.actor },
        code: code === undefined ? null : normaliseCode(code),
      })
      .onConflictDoNothing()
      .returning();
    if (!added) return findSameRequest(tx, given, by);
    const [outcome] = await commitCredits(tx, [grantOfBudget(added, budget, by.actor)]);
    if (outcome?.status === "refused") throw new ProductError("invalid_input", outcome);
    await recordAudit(tx, {
      actor: by.actor,
      action: "campaign.create",
      target: { type: "campaign", id },
      details: { code: added.code, credits: toDecimal(added.credits), budget: toDecimal(budget) },
    });
    return added;
  });
}

/** Under one key, so that the same budget again is a replay. */
function grantOfBudget({ id, accountId, name }: Campaign, credits: Credits, actor: string) {
  return {
    ...({ kind: "grant", accountId, idempotencyKey: "budget", credits, actor } as const),
    source: { type: "campaign", id },
    reason: `Budget of ${name}`,
  };
}

/** A repeated request gets the campaign that it made; anything else is a code that is taken. */
async function findSameRequest(
  tx: Tx,
  given: NewCampaign,
  { actor, requestKey }: { actor: string; requestKey: string },
): Promise<Campaign> {
  const [same] = await tx.select().from(campaigns).where(eq(campaigns.requestKey, requestKey));
  if (!same) throw new ProductError("conflict", { detail: "Another campaign has this code." });
  if (hasTermsOf(same, given)) {
    const [outcome] = await commitCredits(tx, [grantOfBudget(same, given.budget, actor)]);
    if (outcome?.status === "replayed") return same;
  }
  throw new ProductError("idempotency_mismatch", {
    detail: "This idempotency key was already used for another campaign. Use a new key.",
  });
}

/** Whether a campaign is what was asked for, apart from its budget. What was left out may be any. */
function hasTermsOf(campaign: Campaign, { budget, code, ...terms }: NewCampaign): boolean {
  const asked = { ...terms, code: code && normaliseCode(code) };
  const isSame = (name: keyof typeof asked) =>
    asked[name] === undefined || String(asked[name]) === String(campaign[name]);
  return (Object.keys(asked) as (keyof typeof asked)[]).every(isSame);
}

/** Ends a campaign at once. @throws ProductError not_found when there is none that goes on */
export async function revokeCampaign(
  database: Database,
  which: { id: string } | { code: string },
  actor: string,
): Promise<Campaign> {
  return database.transaction(async (tx) => {
    const [revoked] = await tx
      .update(campaigns)
      .set({ revokedAt: sql`now()` })
      .where(
        sql`${isNull(campaigns.revokedAt)} and ${
          "id" in which ? eq(campaigns.id, which.id) : eq(campaigns.code, normaliseCode(which.code))
        }`,
      )
      .returning();
    if (!revoked) throw new ProductError("not_found", { detail: "There is no such campaign." });
    const target = { type: "campaign", id: revoked.id };
    await recordAudit(tx, { actor, action: "campaign.revoke", target });
    return revoked;
  });
}

/** @returns undefined when no campaign has the code */
export async function findCampaignByCode(db: Db, code: string): Promise<Campaign | undefined> {
  const [found] = await db
    .select()
    .from(campaigns)
    .where(eq(campaigns.code, normaliseCode(code)));
  return found;
}
