import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { clawback, grant, hold, purchase, reverse, spend } from "@/dev/test/kits/ledger/commands";
import { paymentOf } from "@/dev/test/kits/ledger/fold";
import { toDecimal, wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { expireCredits } from "@/lib/spending/expire-credits";
import type { Command } from "./commands";
import { commit } from "./commit";
import { listOpenLots, readAccount } from "./read-account";
import {
  findReversal,
  listEntries,
  listEntriesOfPayment,
  listLotsOfPayment,
  readEntry,
} from "./read-entries";

const db = useTestDatabase();
let account: string;

beforeEach(() => {
  account = newId();
});

async function run(...commands: Command[]) {
  for (const command of commands) {
    await db().database.transaction((tx) => commit(tx, [command]));
  }
}

const read = () => db().database.read;

describe("an account", () => {
  it("that never moved has nothing on it, and is no error", async () => {
    expect(await readAccount(read(), account)).toEqual({
      id: account,
      balance: 0n,
      held: 0n,
      available: 0n,
      entries: 0,
    });
  });

  it("has what was added less what was spent", async () => {
    await run(purchase(account, "pi_1", 100), spend(account, 30));
    const { balance, available, entries } = await readAccount(read(), account);
    expect([toDecimal(balance), toDecimal(available), entries]).toEqual(["70", "70", 2]);
  });

  it("counts what has expired as gone, and a hold that has expired as free, before a command says so", async () => {
    const past = new Date(Date.now() - 3_600_000);
    const soon = new Date(past.getTime() + 60_000);
    const commands = [
      grant(account, 40, { expiresAt: soon }),
      grant(account, 60),
      hold(account, 50, { expiresInSeconds: 60 }),
    ];
    for (const command of commands) {
      await db().database.transaction((tx) => commit(tx, [command], { at: past }));
    }
    const shown = { balance: wholeCredits(60), held: 0n, available: wholeCredits(60) };
    expect(await readAccount(read(), account)).toMatchObject({ ...shown, entries: 3 });
    expect(await listOpenLots(read(), account)).toMatchObject([{ remaining: wholeCredits(60) }]);

    expect(await expireCredits(db().database)).toBeGreaterThan(0);
    expect(await readAccount(read(), account)).toMatchObject({ ...shown, entries: 5 });
    const written = await listEntries(read(), { accountId: account, limit: 2 });
    expect(written.map(({ kind }) => kind)).toEqual(["expiry", "hold_expiry"]);
  });

  it("in debt says so, and has nothing available", async () => {
    await run(purchase(account, "pi_1", 100), spend(account, 30), clawback(account, "pi_1", 100));
    const { balance, available } = await readAccount(read(), account);
    expect([toDecimal(balance), toDecimal(available)]).toEqual(["-30", "0"]);
  });
});

describe("entries", () => {
  it("come page after page, newest first, none twice and none left out", async () => {
    await run(purchase(account, "pi_1", 100), ...[1, 2, 3, 4, 5, 6].map((n) => spend(account, n)));
    const seen: number[] = [];
    let before: number | undefined;
    do {
      const page = await listEntries(read(), { accountId: account, before, limit: 3 });
      seen.push(...page.map((entry) => entry.seq));
      before = page.at(-1)?.seq;
    } while (before !== undefined);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it("of one kind leave the others out, on every page", async () => {
    await run(grant(account, 10), spend(account, 1), grant(account, 20), spend(account, 2));
    const grants = await listEntries(read(), { accountId: account, kind: "grant", limit: 10 });
    expect(grants.map((entry) => toDecimal(entry.amount))).toEqual(["20", "10"]);
    const older = await listEntries(read(), {
      accountId: account,
      kind: "grant",
      before: grants[0]?.seq,
      limit: 10,
    });
    expect(older.map((entry) => entry.seq)).toEqual([1]);
  });

  it("of somebody else are never among them", async () => {
    await run(grant(account, 10), grant(newId(), 20));
    expect(await listEntries(read(), { accountId: account, limit: 10 })).toHaveLength(1);
  });

  it("of a payment tell its story from the beginning, and no other payment's", async () => {
    await run(
      purchase(account, "pi_1", 100),
      purchase(account, "pi_2", 50),
      clawback(account, "pi_1", 40),
      spend(account, 5, { source: { type: "payment", id: paymentOf(account, "pi_1") } }),
    );
    const story = await listEntriesOfPayment(read(), account, paymentOf(account, "pi_1"));
    expect(story.map((entry) => [entry.kind, toDecimal(entry.amount)])).toEqual([
      ["purchase", "100"],
      ["refund", "-40"],
    ]);
  });
});

describe("lots", () => {
  it("are listed in the order in which they are used, and only while something is left", async () => {
    await run(
      purchase(account, "pi_1", 100),
      grant(account, 10, { expiresAt: new Date(Date.now() + 86_400_000) }),
      spend(account, 4),
    );
    const left = async () =>
      (await listOpenLots(read(), account)).map((lot) => [lot.kind, toDecimal(lot.remaining)]);
    expect(await left()).toEqual([
      ["promotional", "6"],
      ["paid", "100"],
    ]);
    await run(spend(account, 6));
    expect(await left()).toEqual([["paid", "100"]]);
  });

  it("of a payment stay when they are used up", async () => {
    await run(purchase(account, "pi_1", 100), purchase(account, "pi_2", 50), spend(account, 100));
    const lots = await listLotsOfPayment(read(), account, paymentOf(account, "pi_1"));
    expect(lots.map((lot) => [toDecimal(lot.granted), toDecimal(lot.remaining)])).toEqual([
      ["100", "0"],
    ]);
  });
});

describe("one entry", () => {
  it("is read by its number, leads to what gave it back, and is its own account's only", async () => {
    await run(purchase(account, "pi_1", 100), spend(account, 30), reverse(account, 2));
    expect(await readEntry(read(), account, 2)).toMatchObject({ kind: "spend", seq: 2 });
    expect(await findReversal(read(), account, 2)).toBe(3);
    expect(await readEntry(read(), account, 3)).toMatchObject({ reverses: 2 });
    expect(await findReversal(read(), account, 3)).toBeUndefined();
    expect(await readEntry(read(), newId(), 2)).toBeUndefined();
  });
});
