import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { grant } from "@/dev/test/kits/ledger/commands";
import { sumCredits, wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { commitCredits } from "@/lib/spending/commit-credits";
import { explainBalance } from "./explain-balance";
import { searchActivity, walkActivity } from "./search-activity";

const db = useTestDatabase();
const read = () => db().database.read;
const accountId = newId();

beforeAll(async () => {
  const spend = (credits: number, reason: string, model: string) =>
    db().database.transaction((tx) =>
      commitCredits(tx, [
        {
          ...{ kind: "spend", accountId, credits: wholeCredits(credits), reason },
          ...{ idempotencyKey: newId(), actor: "key" },
          source: { type: "service", id: "chat" },
          metadata: { model },
        },
      ]),
    );
  await db().database.transaction((tx) => commitCredits(tx, [grant(accountId, 100)]));
  await spend(10, "Answers 100%", "large");
  await spend(20, "Pictures", "small");
});

const find = async (filter: object) =>
  (await searchActivity(read(), { accountId, limit: 10, ...filter })).map(({ seq }) => seq);

describe("an account's activity", () => {
  it("is found by reason, service or model, with % and _ as they are", async () => {
    expect(await find({ text: "pictures" })).toEqual([3]);
    expect(await find({ text: "chat" })).toEqual([3, 2]);
    expect(await find({ text: "large" })).toEqual([2]);
    expect(await find({ text: "100%" })).toEqual([2]);
    expect(await find({ text: "1%0" })).toEqual([]);
  });

  it("is limited by kind, time and place, and never another account's", async () => {
    expect(await find({ kind: "grant" })).toEqual([1]);
    expect(await find({ before: 3 })).toEqual([2, 1]);
    expect(await find({ to: new Date(0) })).toEqual([]);
    expect(await find({ from: new Date(Date.now() + 60_000) })).toEqual([]);
    expect(await find({ accountId: newId(), text: "chat" })).toEqual([]);
  });

  it("is walked whole and once, whatever the size of a page", async () => {
    const seqs: number[] = [];
    for await (const { seq } of walkActivity(read(), { accountId }, 2)) seqs.push(seq);
    expect(seqs).toEqual([3, 2, 1]);
  });
});

describe("an explained balance", () => {
  it("is the sum of its parts, now and before anything happened", async () => {
    const now = await explainBalance(read(), accountId, new Date(Date.now() + 1_000));
    expect(now.balance).toBe(wholeCredits(70));
    expect(sumCredits(now.parts.map(({ credits }) => credits))).toBe(now.balance);
    expect(await explainBalance(read(), accountId, new Date(0))).toEqual({
      balance: 0n,
      parts: [],
    });
  });
});
