import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { type Database, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import type { GrantCommand, SpendCommand } from "@/lib/ledger/commands";
import { commit } from "@/lib/ledger/commit";
import { fromMicro, wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { createLedgerLanes } from "@/lib/spending/ledger-lanes";
import { ensureDatabase, startPostgres } from "../../postgres";
import { fillLimit, openLimit } from "./limit";

/** A durable PostgreSQL of its own, with the ledger's accounts and those of the limit. */
export async function openStage(accountCount: number) {
  const home = mkdtempSync(path.join(tmpdir(), "credits-bench-"));
  const server = await startPostgres({
    directory: path.join(home, "postgres"),
    password: randomBytes(16).toString("hex"),
    durable: true,
    removeAfter: home,
  });
  for (const name of ["credits", "speed_limit"]) await ensureDatabase(server, name);
  await migrateDatabase(server.url("credits", "credits_owner"), server.url("credits"));
  const database = openDatabase(server.url("credits"));
  const accounts = Array.from({ length: accountCount }, () => randomUUID());
  const [oneLot, manyLots] = [newId(), newId()];
  await fill(
    database,
    [...accounts, oneLot].map((account) => grantTo(account, 1_000_000)),
  );
  const ends = Date.now() + 30 * 24 * 60 * 60 * 1_000;
  await fill(
    database,
    Array.from({ length: 10_000 }, (_, n) => ({
      ...grantTo(manyLots, 1_000),
      expiresAt: new Date(ends + n * 1_000),
    })),
  );
  const limitUrl = server.url("speed_limit", "credits_owner");
  await fillLimit(limitUrl, accounts);
  const limit = await openLimit(limitUrl);
  const inserts = postgres(limitUrl, { max: 10, onnotice: () => {} });
  const submit = createLedgerLanes(database, wholeCredits(100));
  const any = () => accounts[Math.floor(Math.random() * accounts.length)] ?? oneLot;
  return {
    database,
    ownerUrl: server.url("credits", "credits_owner"),
    any,
    hot: accounts[0] ?? oneLot,
    oneLot,
    manyLots,
    limit,
    async spend(account: string): Promise<void> {
      const outcome = await submit(spendOf(account));
      if (outcome.status !== "done") throw new Error("a spend of the bench was not carried out");
    },
    insert: () =>
      inserts`insert into bench_rows values (${randomUUID()}, ${any()}, ${"0.5"}, ${"gpt-4o, 1,204 tokens"})`,
    async close(): Promise<void> {
      await Promise.all([limit.close(), inserts.end(), database.close()]);
      await server.stop();
    },
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

async function fill(database: Database, commands: readonly GrantCommand[]): Promise<void> {
  for (let start = 0; start < commands.length; start += 500) {
    await database.transaction((tx) => commit(tx, commands.slice(start, start + 500)));
  }
}

function grantTo(accountId: string, credits: number): GrantCommand {
  return {
    kind: "grant",
    accountId,
    actor: "system",
    reason: "For the bench",
    idempotencyKey: newId(),
    source: { type: "promotion", id: "bench" },
    credits: wholeCredits(credits),
  };
}

function spendOf(accountId: string): SpendCommand {
  return {
    kind: "spend",
    accountId,
    actor: "svc",
    reason: "gpt-4o, 1,204 tokens",
    metadata: { model: "gpt-4o" },
    idempotencyKey: randomUUID(),
    source: { type: "service", id: "llm" },
    credits: fromMicro(500_000n),
  };
}
