import { and, eq, ne } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "@/db/client";
import { creditHolds, ledgerEntries } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { capture, grant, hold, release } from "@/dev/test/kits/ledger/commands";
import { testScale } from "@/dev/test/scale";
import { readAccount } from "@/lib/ledger/read-account";
import { verifyLedger } from "@/lib/ledger/verify";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { commitCredits } from "./commit-credits";
import { type Commit, createSpendingLane } from "./spending-lane";

const ROUNDS = 100 * testScale;
const db = useTestDatabase();
let other: Database;
let owner: postgres.Sql;
let lanes: [Commit, Commit];

beforeAll(() => {
  owner = postgres(db().ownerUrl, { max: 1 });
  other = openDatabase(db().url);
  lanes = [createSpendingLane(db().database), createSpendingLane(other)];
});
afterAll(async () => {
  await other.close();
  await owner.end();
});

/** A hold of 40 of an account's 100 credits, which expires in some milliseconds. */
async function heldFor(ms: number) {
  const account = newId();
  const [, held] = await db().database.transaction((tx) =>
    commitCredits(tx, [grant(account, 100), hold(account, 40)]),
  );
  const holdId = held?.status === "done" ? (held.holdId ?? "") : "";
  await owner.begin(async (tx) => {
    const [row] = await tx`select clock_timestamp() + make_interval(secs => ${ms / 1000}) as at`;
    await tx`update credit_holds set expires_at = ${row?.at} where id = ${holdId}`;
    await tx`update credit_accounts set next_expiry_at = ${row?.at} where id = ${account}`;
  });
  return { account, holdId };
}

describe("a hold that is captured, released and expires at once, from two processes", () => {
  it(
    `has one end in each of ${ROUNDS} rounds, and takes what that end says`,
    async () => {
      const ends: Record<string, number> = { captured: 0, released: 0, expired: 0 };
      for (let round = 0; round < ROUNDS; round += 1) {
        // Now and then it expires first, in between, or too late to matter.
        const { account, holdId } = await heldFor([0, 1, 2, 3, 50][round % 5] ?? 0);
        const [one, two] = round % 2 === 0 ? lanes : (lanes.toReversed() as [Commit, Commit]);
        const base = { accountId: account, actor: "system", reason: "Expired" };
        const expire = (lane: Commit) => lane({ command: { ...base, kind: "expire" } });
        const asCaptured = () => one({ command: capture(account, holdId) });
        const asReleased = () => two({ command: release(account, holdId) });
        const first = round % 4 < 2 ? asCaptured() : undefined;
        const [released, captured] = await Promise.all([
          asReleased(),
          first ?? asCaptured(),
          expire(one),
          expire(two),
        ]);
        const state = await endOf(account, holdId);
        ends[state] = (ends[state] ?? 0) + 1;
        expect([captured.status === "done", released.status === "done"]).toEqual([
          state === "captured",
          state === "released",
        ]);
        const { balance, held } = await readAccount(db().database.read, account);
        expect([balance, held]).toEqual([wholeCredits(state === "captured" ? 60 : 100), 0n]);
      }
      for (const state of ["captured", "released", "expired"])
        expect(ends[state]).toBeGreaterThan(0);
      expect((await verifyLedger(db().database)).fault).toBeUndefined();
    },
    60_000 * testScale,
  );
});

/** How a hold ended, by its row and by the only entry that ended it. */
async function endOf(accountId: string, holdId: string): Promise<string> {
  let state = "open";
  await expect
    .poll(async () => {
      const [row] = await db()
        .database.read.select()
        .from(creditHolds)
        .where(and(eq(creditHolds.accountId, accountId), eq(creditHolds.id, holdId)));
      if (row?.state === "open") {
        await lanes[0]({ command: { accountId, actor: "system", reason: "Due", kind: "expire" } });
      }
      state = row?.state ?? "none";
      return state;
    })
    .not.toBe("open");
  const entries = await db()
    .database.read.select({ kind: ledgerEntries.kind })
    .from(ledgerEntries)
    .where(
      and(
        eq(ledgerEntries.accountId, accountId),
        eq(ledgerEntries.holdId, holdId),
        ne(ledgerEntries.kind, "hold"),
      ),
    );
  const kinds = { captured: "capture", released: "release", expired: "hold_expiry" };
  expect(entries).toEqual([{ kind: kinds[state as keyof typeof kinds] }]);
  return state;
}
