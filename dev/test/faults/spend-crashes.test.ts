import { and, eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { ledgerEntries } from "@/db/schema";
import { readVariables } from "@/env";
import { createApiKey } from "@/lib/access/api-keys";
import { createUser } from "@/lib/access/users";
import { readAccount } from "@/lib/ledger/read-account";
import { verifyLedger } from "@/lib/ledger/verify";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { commitCredits } from "@/lib/spending/commit-credits";
import { findFreePort } from "../../ports";
import { grant } from "../kits/ledger/commands";
import { type System, startSystem } from "./system";

/** `npm test` runs the short form; npm run test:faults gives more of everything. */
const SCALE = Number(readVariables().FAULTS_SCALE ?? 1);
const SPENDS = 400 * SCALE;
const PARALLEL = 32;
const GIVE_UP_MS = 60_000;

let system: System | undefined;

afterEach(async () => {
  await system?.stop();
  system = undefined;
});

/** An account with credits, a key for it, and one app. */
async function prepare() {
  system = await startSystem([await findFreePort()]);
  const { database, apps } = system;
  const user = await createUser(database, {
    ...{ email: "service@example.com", name: "Service", emailVerified: true },
  });
  const accountId = user.accountId;
  await database.transaction((tx) => commitCredits(tx, [grant(accountId, SPENDS * 2)]));
  const { key } = await createApiKey(database, user.id, {
    ...{ name: "Service", scopes: ["credits:spend"] },
  });
  const [app] = apps;
  if (!app) throw new Error("there is no app");
  return { system, database, accountId, app, key };
}

interface Answer {
  readonly status: number;
  readonly entry: string;
  readonly replayed: boolean;
}

/** A spend of 1 under a key; undefined when there was no answer. */
async function spend(port: number, key: string, idempotencyKey: string) {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/credits/spend`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        "idempotency-key": idempotencyKey,
      },
      body: JSON.stringify({ amount: "1", service: "chat" }),
      signal: AbortSignal.timeout(15_000),
    });
    const body = (await response.json()) as { entry?: string };
    const replayed = response.headers.get("idempotency-replayed") === "true";
    return { status: response.status, entry: body.entry ?? "", replayed } satisfies Answer;
  } catch {
    return undefined;
  }
}

/**
 * Sends spends, each again under its key until it is answered 200.
 * @param onAnswered told how many have been
 * @returns the entries of the answers by key, and the statuses of those that had to be sent again
 */
async function spendAll(
  port: number,
  key: string,
  onAnswered: (count: number) => void,
): Promise<{ entries: Map<string, string>; others: number[] }> {
  const entries = new Map<string, string>();
  const others: number[] = [];
  const waiting = Array.from({ length: SPENDS }, () => newId());
  const end = Date.now() + GIVE_UP_MS * SCALE;
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const answer = await spend(port, key, next);
        if (answer?.status === 200) {
          entries.set(next, answer.entry);
          onAnswered(entries.size);
          continue;
        }
        if (answer) others.push(answer.status);
        if (Date.now() > end) throw new Error(`${waiting.length} spends were left`);
        waiting.push(next);
      }
    }),
  );
  return { entries, others };
}

/** Each answer of 200 is an entry, there are no others, and a retry gets the first answer. */
async function expectEachOnce(
  { database, accountId, app, key }: Awaited<ReturnType<typeof prepare>>,
  answered: ReadonlyMap<string, string>,
) {
  expect(answered.size).toBe(SPENDS);
  const rows = await database.read
    .select({ seq: ledgerEntries.seq })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.accountId, accountId), eq(ledgerEntries.kind, "spend")));
  const seqs = rows.map(({ seq }) => String(seq)).sort();
  expect([...answered.values()].map((entry) => entry.split("-").at(-1)).sort()).toEqual(seqs);
  const { balance } = await readAccount(database.read, accountId);
  expect(balance).toBe(wholeCredits(SPENDS));
  for (const [idempotencyKey, entry] of [...answered].slice(0, 50)) {
    expect(await spend(app.port, key, idempotencyKey)).toEqual({
      ...{ status: 200, entry, replayed: true },
    });
  }
  expect((await verifyLedger(database)).fault).toBeUndefined();
}

/** So many points, each somewhere in its own stretch of the load. */
function randomPoints(count: number): number[] {
  const stretch = SPENDS / (count + 1);
  return Array.from({ length: count }, (_, index) =>
    Math.ceil((index + 0.2 + Math.random()) * stretch),
  );
}

describe("every spend that was answered 200 is durable, and every retry has one effect", () => {
  it("when the app is killed at random points under load", async () => {
    const stage = await prepare();
    const points = randomPoints(2 * SCALE);
    let starting: Promise<void> = Promise.resolve();
    const { entries } = await spendAll(stage.app.port, stage.key, (count) => {
      if (!points.includes(count)) return;
      stage.app.kill();
      starting = starting.then(() => stage.app.start());
    });
    await starting;
    await expectEachOnce(stage, entries);
  });

  it("when PostgreSQL is killed under load; the app recovers without a restart", async () => {
    const stage = await prepare();
    const points = randomPoints(SCALE);
    let killing: Promise<void> = Promise.resolve();
    const { entries, others } = await spendAll(stage.app.port, stage.key, (count) => {
      if (points.includes(count)) killing = killing.then(() => stage.system.killPostgres());
    });
    await killing;
    // 503 without a connection, 500 where one was lost and the outcome isn't known.
    expect(others.filter((status) => status !== 503 && status !== 500)).toEqual([]);
    await expectEachOnce(stage, entries);
  });
});
