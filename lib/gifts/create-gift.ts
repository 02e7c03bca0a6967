import { and, count, eq, sql } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { creditAccounts, creditGifts } from "@/db/schema";
import type { Credits } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { lockBudgets } from "@/lib/spending/budget-rows";
import { type Budget, commitWithinBudgets } from "@/lib/spending/budgets";
import { orThrow } from "@/lib/spending/refusal-error";
import type { Gift } from "./gift";
import { giftTokenOf, hashGiftToken } from "./gift-token";

/** Each has an account of its own, so nobody may make them without end. */
const MAX_OPEN_GIFTS = 100;
export const MAX_GIFT_DAYS = 90;

export interface NewGift {
  readonly giverAccountId: string;
  readonly credits: Credits;
  /** How long the link works: 1 to MAX_GIFT_DAYS. */
  readonly expiresInDays: number;
}

/**
 * Puts paid credits of an account aside for whoever gets the link. Credits that were given away by
 * a campaign can't be given on: many sign-ups could otherwise fill one account.
 * @param by who gives (kept on the entry), the idempotency key of the request, and the budget of
 *   its key: the same request again is answered with the gift that it made
 * @throws ProductError insufficient_credits, in_debt, budget_exceeded; conflict for too many open
 *   gifts; idempotency_mismatch for a key that was used for something else
 */
export async function createGift(
  database: Database,
  given: NewGift,
  by: { readonly actor: string; readonly requestKey: string; readonly budget?: Budget | undefined },
): Promise<Gift> {
  return database.transaction(async (tx) => {
    // Before the giver's account, as wherever budgets count: a gift and a spend can't deadlock.
    if (by.budget) await lockBudgets(tx, [by.budget.id]);
    const gift = await findOrAdd(tx, given, by);
    const [outcome] = await commitWithinBudgets(tx, [
      {
        command: {
          kind: "transfer",
          accountId: given.giverAccountId,
          toAccountId: gift.accountId,
          idempotencyKey: by.requestKey,
          asked: `gift of ${given.credits} for ${given.expiresInDays} days`,
          credits: given.credits,
          paidOnly: true,
          actor: by.actor,
          reason: "Given away by a link",
          metadata: { gift: gift.id },
        },
        budget: by.budget,
      },
    ]);
    orThrow(outcome);
    return gift;
  });
}

async function findOrAdd(
  tx: Tx,
  given: NewGift,
  by: { readonly actor: string; readonly requestKey: string },
): Promise<Gift> {
  // Gifts of an account are made one after the other, so that none can exceed their number.
  await tx
    .select({ id: creditAccounts.id })
    .from(creditAccounts)
    .where(eq(creditAccounts.id, given.giverAccountId))
    .for("update");
  const id = newId();
  const [added] = await tx
    .insert(creditGifts)
    .values({
      ...{ id, accountId: newId(), giverAccountId: given.giverAccountId, credits: given.credits },
      tokenHash: hashGiftToken(giftTokenOf(id)),
      expiresAt: sql`clock_timestamp() + make_interval(days => ${given.expiresInDays})`,
      ...{ requestKey: by.requestKey, createdBy: by.actor },
    })
    .onConflictDoNothing({ target: [creditGifts.giverAccountId, creditGifts.requestKey] })
    .returning();
  if (!added) {
    const [same] = await tx
      .select()
      .from(creditGifts)
      .where(
        and(
          eq(creditGifts.giverAccountId, given.giverAccountId),
          eq(creditGifts.requestKey, by.requestKey),
        ),
      );
    if (!same) throw new Error("a gift that stood in the way is gone");
    return same;
  }
  const [open] = await tx
    .select({ gifts: count() })
    .from(creditGifts)
    .where(
      and(eq(creditGifts.giverAccountId, given.giverAccountId), eq(creditGifts.state, "open")),
    );
  if ((open?.gifts ?? 0) > MAX_OPEN_GIFTS) {
    throw new ProductError("conflict", {
      detail: `An account can have ${MAX_OPEN_GIFTS} open gifts. Take one back first.`,
    });
  }
  return added;
}
