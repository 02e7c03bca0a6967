import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { creditGifts, users } from "@/db/schema";
import type { Credits } from "@/lib/shared/credits";
import type { Gift } from "./gift";
import { hashGiftToken } from "./gift-token";

/** A gift as its link shows it. */
export interface OfferedGift {
  readonly id: string;
  readonly credits: Credits;
  /** "expired" from the expiry on, although its credits may not have gone back yet. */
  readonly state: Gift["state"];
  readonly expiresAt: Date;
  readonly giverAccountId: string;
  /** Null for a customer who never signs in. */
  readonly giverName: string | null;
}

/** @returns undefined for a token that no gift has */
export async function findGiftByToken(db: Db, token: string): Promise<OfferedGift | undefined> {
  const [found] = await db
    .select({
      id: creditGifts.id,
      credits: creditGifts.credits,
      state: stateNow,
      expiresAt: creditGifts.expiresAt,
      giverAccountId: creditGifts.giverAccountId,
      giverName: users.name,
    })
    .from(creditGifts)
    .leftJoin(users, eq(users.accountId, creditGifts.giverAccountId))
    .where(eq(creditGifts.tokenHash, hashGiftToken(token)));
  return found;
}

/**
 * The gifts that an account made, newest first.
 * @param page.before the id of the last one of the page before
 */
export async function listGifts(
  db: Db,
  accountId: string,
  page: { readonly limit: number; readonly before?: string | undefined },
): Promise<Gift[]> {
  const rows = await db
    .select({ gift: creditGifts, state: stateNow })
    .from(creditGifts)
    .where(
      and(
        eq(creditGifts.giverAccountId, accountId),
        page.before === undefined ? undefined : lt(creditGifts.id, page.before),
      ),
    )
    .orderBy(desc(creditGifts.id))
    .limit(page.limit);
  return rows.map(({ gift, state }) => ({ ...gift, state }));
}

const stateNow = sql<Gift["state"]>`case when ${creditGifts.state} = 'open'
  and ${creditGifts.expiresAt} <= clock_timestamp() then 'expired' else ${creditGifts.state} end`;
