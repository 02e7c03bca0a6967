import { eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { users } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { clawback, grant, purchase, spend } from "@/dev/test/kits/ledger/commands";
import { createUser } from "@/lib/access/users";
import type { Command } from "@/lib/ledger/commands";
import { listOpenLots, readAccount } from "@/lib/ledger/read-account";
import { verifyLedger } from "@/lib/ledger/verify";
import { fromMicro, wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { lockBudgets } from "@/lib/spending/budget-rows";
import { commitCredits } from "@/lib/spending/commit-credits";
import { createGift } from "./create-gift";
import { claimGift, expireGifts, takeBackGift } from "./end-gift";
import { type Gift, giftUrlOf } from "./gift";
import { giftTokenOf } from "./gift-token";
import { findGiftByToken, listGifts } from "./read-gifts";

const db = useTestDatabase();
const APP = "https://credits.example";

const read = () => db().database.read;
const run = (...commands: Command[]) =>
  db().database.transaction((tx) => commitCredits(tx, commands));
const balanceOf = async (accountId: string) => (await readAccount(read(), accountId)).balance;

/** An account with paid credits that last for a year. */
async function payer(credits = 100): Promise<string> {
  const accountId = newId();
  await run(purchase(accountId, "pi_1", credits, { expiresInSeconds: 365 * 86_400 }));
  return accountId;
}

function give(giverAccountId: string, credits = 40, requestKey = newId()): Promise<Gift> {
  return createGift(
    db().database,
    { giverAccountId, credits: wholeCredits(credits), expiresInDays: 7 },
    { actor: "giver", requestKey },
  );
}

function claim(gift: Gift, accountId: string = newId(), database = db().database) {
  return claimGift(database, giftTokenOf(gift.id), { accountId, actor: "claimant" });
}

/** Lets a gift expire, as the database's clock will. */
async function letExpire({ id }: Gift) {
  await db().asOwner(
    (owner) => owner`update credit_gifts set expires_at = clock_timestamp() where id = ${id}`,
  );
}

afterEach(async () => {
  expect((await verifyLedger(db().database)).fault).toBeUndefined();
});

describe("a gift", () => {
  it("moves paid credits to whoever claims it, with the terms that they had", async () => {
    const [giver, taker] = [await payer(), newId()];
    const gift = await give(giver);
    expect(await balanceOf(giver)).toBe(wholeCredits(60));
    const claimed = await claim(gift, taker);
    expect(claimed).toMatchObject({ credits: wholeCredits(40), gift: { state: "claimed" } });
    const [before] = await listOpenLots(read(), giver);
    expect(await listOpenLots(read(), taker)).toMatchObject([
      { kind: "paid", remaining: wholeCredits(40), expiresAt: before?.expiresAt },
    ]);
    expect(await balanceOf(gift.accountId)).toBe(0n);
  });

  it("takes no credits that a campaign gave, so that sign-ups can't be collected", async () => {
    const giver = await payer(10);
    await run(grant(giver, 90));
    await expect(give(giver, 11)).rejects.toMatchObject({ code: "insufficient_credits" });
    await give(giver, 10);
    await expect(give(giver, 1)).rejects.toMatchObject({ code: "insufficient_credits" });
    expect(await listOpenLots(read(), giver)).toMatchObject([
      { kind: "promotional", remaining: wholeCredits(90) },
    ]);
  });

  it("is made once by a request that comes twice, with the same link", async () => {
    const giver = await payer();
    const [one, other] = await Promise.all([give(giver, 40, "key"), give(giver, 40, "key")]);
    expect(giftUrlOf(one, APP)).toBe(giftUrlOf(other, APP));
    expect(await balanceOf(giver)).toBe(wholeCredits(60));
    await expect(give(giver, 41, "key")).rejects.toMatchObject({ code: "idempotency_mismatch" });
    await run(spend(giver, 1, { idempotencyKey: "spent" }));
    await expect(give(giver, 1, "spent")).rejects.toMatchObject({ code: "idempotency_mismatch" });
    expect(await listGifts(read(), giver, { limit: 10 })).toHaveLength(1);
  });

  it("is opened by the link alone: the database keeps only a hash of the token", async () => {
    const gift = await give(await payer());
    const token = giftTokenOf(gift.id);
    expect(giftUrlOf(gift, APP)).toBe(`${APP}/gift#${token}`);
    expect(await findGiftByToken(read(), token)).toMatchObject({ id: gift.id, state: "open" });
    expect(await findGiftByToken(read(), gift.id)).toBeUndefined();
    const [row] = await read().execute(
      sql`select credit_gifts::text as row from credit_gifts where id = ${gift.id}`,
    );
    expect(String(row?.row)).not.toContain(token);
    await expect(
      claimGift(db().database, `${token}x`, { accountId: newId(), actor: "x" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("ends once, however many claim it at once in two processes, and whoever won may ask again", async () => {
    const gift = await give(await payer());
    const takers = Array.from({ length: 20 }, () => newId());
    const other = openDatabase(db().url);
    const results = await Promise.allSettled(
      takers.map((taker, index) => claim(gift, taker, index % 2 ? other : db().database)),
    );
    await other.close();
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const winner = takers[results.findIndex(({ status }) => status === "fulfilled")] ?? "";
    expect(await claim(gift, winner)).toMatchObject({ credits: wholeCredits(40) });
    const balances = await Promise.all(takers.map(balanceOf));
    expect(balances.reduce((sum, balance) => sum + balance, 0n)).toBe(wholeCredits(40));
  });

  it("is either claimed or taken back, when both are tried at once", async () => {
    for (let round = 0; round < 10; round += 1) {
      const [giver, taker] = [await payer(), newId()];
      const gift = await give(giver);
      const [claimed] = await Promise.allSettled([
        claim(gift, taker),
        takeBackGift(db().database, gift.id, { accountId: giver, actor: "giver" }),
      ]);
      const wasClaimed = claimed?.status === "fulfilled";
      expect(await balanceOf(taker)).toBe(wholeCredits(wasClaimed ? 40 : 0));
      expect(await balanceOf(giver)).toBe(wholeCredits(wasClaimed ? 60 : 100));
    }
  });

  it("is taken back by its giver alone, as often as they ask", async () => {
    const giver = await payer();
    const gift = await give(giver);
    const take = (accountId: string) =>
      takeBackGift(db().database, gift.id, { accountId, actor: "someone" });
    await expect(take(newId())).rejects.toMatchObject({ code: "not_found" });
    expect(await take(giver)).toMatchObject({ state: "taken_back" });
    expect(await take(giver)).toMatchObject({ state: "taken_back" });
    expect(await balanceOf(giver)).toBe(wholeCredits(100));
    await expect(claim(gift)).rejects.toMatchObject({ code: "conflict" });
    expect(giftUrlOf(await onlyGiftOf(giver), APP)).toBeNull();
  });

  it("goes back when nobody claimed it in time", async () => {
    const giver = await payer();
    const gift = await give(giver);
    await letExpire(gift);
    await expect(claim(gift)).rejects.toMatchObject({ code: "conflict" });
    expect(await findGiftByToken(read(), giftTokenOf(gift.id))).toMatchObject({ state: "expired" });
    expect(await onlyGiftOf(giver)).toMatchObject({ state: "expired" });
    expect(await expireGifts(db().database)).toBe(1);
    expect(await expireGifts(db().database)).toBe(0);
    expect(await balanceOf(giver)).toBe(wholeCredits(100));
  });

  it("gives what is left where some of its credits have expired, and nothing after that", async () => {
    const giver = newId();
    await run(purchase(giver, "pi_1", 10, { expiresInSeconds: 1 }), purchase(giver, "pi_2", 10));
    const gift = await give(giver, 15);
    await expect
      .poll(async () => (await readAccount(read(), gift.accountId)).available)
      .toBe(wholeCredits(5));
    const taker = newId();
    expect(await claim(gift, taker)).toMatchObject({ credits: wholeCredits(5) });
    expect(await claim(gift, taker)).toMatchObject({ credits: wholeCredits(5) });
    expect(await balanceOf(taker)).toBe(wholeCredits(5));
  });

  it("isn't claimed by its giver, nor while they owe credits or are disabled", async () => {
    const user = await createUser(db().database, {
      ...{ email: `${newId()}@example.com`, name: "Gil Giver", emailVerified: true },
    });
    await run(purchase(user.accountId, "pi_1", 100));
    const gift = await give(user.accountId, 100);
    expect(await findGiftByToken(read(), giftTokenOf(gift.id))).toMatchObject({
      giverName: "Gil Giver",
    });
    await expect(claim(gift, user.accountId)).rejects.toMatchObject({ code: "conflict" });
    const disable = (disabledAt: Date | null) =>
      read().update(users).set({ disabledAt }).where(eq(users.id, user.id));
    await disable(new Date());
    await expect(claim(gift)).rejects.toMatchObject({ code: "conflict" });
    await disable(null);
    // A refund takes from the payer, whatever was given away: what comes back pays the debt.
    await run(clawback(user.accountId, "pi_1", 100));
    await expect(claim(gift)).rejects.toMatchObject({ code: "conflict" });
    await letExpire(gift);
    await expireGifts(db().database);
    expect(await balanceOf(user.accountId)).toBe(0n);
  });

  it("is one of a hundred open ones at most", async () => {
    const giver = await payer();
    const one = await give(giver, 1);
    await read().execute(sql`
      insert into credit_gifts (id, account_id, giver_account_id, credits, token_hash, expires_at, request_key, created_by)
      select gen_random_uuid(), gen_random_uuid(), giver_account_id, credits, sha256(n::text::bytea), expires_at, n::text, created_by
      from credit_gifts, generate_series(1, 99) n where id = ${one.id}`);
    await expect(give(giver, 1)).rejects.toMatchObject({ code: "conflict" });
    expect(await balanceOf(giver)).toBe(wholeCredits(99));
  });

  it("locks the budget of the key before the giver's account, as spends do", async () => {
    const giver = await payer();
    const budget = { id: newId(), limit: wholeCredits(50) };
    const given = { giverAccountId: giver, credits: wholeCredits(10), expiresInDays: 7 };
    let making: Promise<Gift> | undefined;
    await db().database.transaction(async (tx) => {
      await lockBudgets(tx, [budget.id]);
      making = createGift(db().database, given, { actor: "k", requestKey: newId(), budget });
      const waiting = sql`select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      await expect.poll(() => read().execute(waiting)).toEqual([{ count: 1 }]);
      // A deadlock would be here: the spend of this key waits for what the gift has locked.
      await tx.execute(sql`select from credit_accounts where id = ${giver} for update nowait`);
    });
    expect(await making).toMatchObject({ credits: wholeCredits(10) });
  });

  it("counts against the monthly budget of the key that makes it", async () => {
    const giver = await payer();
    const budget = { id: newId(), limit: fromMicro(wholeCredits(50)) };
    const giveBy = (credits: number) =>
      createGift(
        db().database,
        { giverAccountId: giver, credits: wholeCredits(credits), expiresInDays: 7 },
        { actor: "key:1", requestKey: newId(), budget },
      );
    await giveBy(40);
    await expect(giveBy(11)).rejects.toMatchObject({ code: "budget_exceeded" });
    expect(await balanceOf(giver)).toBe(wholeCredits(60));
  });
});

async function onlyGiftOf(accountId: string): Promise<Gift> {
  const [gift] = await listGifts(read(), accountId, { limit: 2 });
  if (!gift) throw new Error("there is no gift");
  return gift;
}
