import { and, eq, isNotNull, lte, type SQL, sql } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { creditGifts, users } from "@/db/schema";
import { readAccount } from "@/lib/ledger/read-account";
import { assertId, noSuch } from "@/lib/shared/assert-id";
import { type Credits, fromMicro } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import { commitCredits } from "@/lib/spending/commit-credits";
import { orThrow } from "@/lib/spending/refusal-error";
import type { Gift } from "./gift";
import { hashGiftToken } from "./gift-token";

/** Who ends a gift: their account, and who they are on the entries. */
export interface GiftParty {
  readonly accountId: string;
  readonly actor: string;
}

/**
 * Moves the credits of a gift to whoever has its token. The same account again gets the same answer.
 * @returns the gift, and the credits that arrived: fewer than were given where some have expired
 * @throws ProductError not_found for an unknown token; conflict when the gift has ended, or is the
 *   claimant's own, or its giver owes credits or was disabled
 */
export async function claimGift(
  database: Database,
  token: string,
  { accountId, actor }: GiftParty,
): Promise<{ gift: Gift; credits: Credits }> {
  return database.transaction(async (tx) => {
    const [found] = await lockGift(tx, eq(creditGifts.tokenHash, hashGiftToken(token)));
    if (!found) throw noSuch("gift");
    const { gift, now } = found;
    const claim = { toAccountId: accountId, actor, reason: "Claimed a gift" };
    if (gift.state === "claimed" && gift.claimedByAccountId === accountId) {
      return { gift, credits: await moveFromGift(tx, gift, { ...claim, credits: gift.credits }) };
    }
    if (gift.state !== "open" || gift.expiresAt <= now) throw ended(gift.state);
    if (gift.giverAccountId === accountId) {
      throw conflict("This is your own gift. Take it back instead.");
    }
    await assertGiverMayGive(tx, gift);
    const { available } = await readAccount(tx, gift.accountId);
    if (available === 0n) throw conflict("The credits of this gift have expired.");
    const credits = await moveFromGift(tx, gift, { ...claim, credits: available });
    return { gift: await saveEnd(tx, gift, "claimed", accountId), credits };
  });
}

/**
 * Gives the credits of a gift back to its giver.
 * @returns the gift, and what came back; the same for a gift that went back already
 * @throws ProductError not_found for a gift of another account; conflict when it has been claimed
 */
export async function takeBackGift(
  database: Database,
  giftId: string,
  { accountId, actor }: GiftParty,
): Promise<Gift> {
  assertId(giftId, "gift");
  return database.transaction(async (tx) => {
    const [found] = await lockGift(
      tx,
      and(eq(creditGifts.id, giftId), eq(creditGifts.giverAccountId, accountId)),
    );
    if (!found) throw noSuch("gift");
    if (found.gift.state === "claimed") throw ended("claimed");
    if (found.gift.state !== "open") return found.gift;
    return giveBack(tx, found.gift, "taken_back", actor);
  });
}

/**
 * Gives back the credits of gifts that nobody claimed in time.
 * @returns how many
 */
export async function expireGifts(database: Database): Promise<number> {
  for (let count = 0; ; count += 1) {
    const gift = await database.transaction(async (tx) => {
      const [due] = await tx
        .select()
        .from(creditGifts)
        .where(
          and(eq(creditGifts.state, "open"), lte(creditGifts.expiresAt, sql`clock_timestamp()`)),
        )
        .orderBy(creditGifts.expiresAt)
        .limit(1)
        .for("update", { skipLocked: true });
      return due && giveBack(tx, due, "expired", "system");
    });
    if (!gift) return count;
  }
}

async function giveBack(
  tx: Tx,
  gift: Gift,
  state: "taken_back" | "expired",
  actor: string,
): Promise<Gift> {
  const { available: credits } = await readAccount(tx, gift.accountId);
  const back = { toAccountId: gift.giverAccountId, actor, reason: "A gift came back" };
  // Nothing is left where all of them have expired meanwhile.
  if (credits > 0n) await moveFromGift(tx, gift, { ...back, credits });
  return saveEnd(tx, gift, state, null);
}

/**
 * Moves credits from a gift's account. There is one key, so a gift ends once, and the end that it
 * had is answered again.
 * @returns how many were moved
 */
async function moveFromGift(
  tx: Tx,
  { id, accountId }: Gift,
  to: { toAccountId: string; credits: Credits; actor: string; reason: string },
): Promise<Credits> {
  const [outcome] = await commitCredits(tx, [
    {
      ...{ kind: "transfer", accountId, idempotencyKey: `gift:${id}`, ...to },
      asked: `gift ${id} to ${to.toAccountId}`,
      metadata: { gift: id },
    },
  ]);
  return fromMicro(-orThrow(outcome, "conflict").amount);
}

async function saveEnd(
  tx: Tx,
  { id }: Gift,
  state: Gift["state"],
  claimedByAccountId: string | null,
): Promise<Gift> {
  const [saved] = await tx
    .update(creditGifts)
    .set({ state, claimedByAccountId, endedAt: sql`clock_timestamp()` })
    .where(eq(creditGifts.id, id))
    .returning();
  if (!saved) throw new Error(`gift ${id} is gone`);
  return saved;
}

function lockGift(tx: Tx, which: SQL | undefined) {
  return tx
    .select({ gift: creditGifts, now: sql`clock_timestamp()`.mapWith(creditGifts.createdAt) })
    .from(creditGifts)
    .where(which)
    .for("update");
}

/** A payment that was disputed or taken over must not leave through a link made before. */
async function assertGiverMayGive(tx: Tx, { giverAccountId }: Gift): Promise<void> {
  const { balance } = await readAccount(tx, giverAccountId);
  const [stopped] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.accountId, giverAccountId), isNotNull(users.disabledAt)));
  if (balance < 0n || stopped) {
    throw conflict("This gift can't be claimed now. Ask whoever gave it to you.");
  }
}

const ENDS: Readonly<Record<Gift["state"], string>> = {
  open: "This gift has expired.",
  claimed: "This gift has been claimed already.",
  taken_back: "This gift was taken back.",
  expired: "This gift has expired.",
};

function ended(state: Gift["state"]): ProductError {
  return conflict(ENDS[state]);
}

function conflict(detail: string): ProductError {
  return new ProductError("conflict", { detail });
}
