import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { openDatabase } from "@/db/client";
import { customers, users } from "@/db/schema";
import { demoPeople } from "@/dev/demo-people";
import { findFreePort } from "@/dev/ports";
import { startScript } from "@/dev/services";
import { startStack, stopStack } from "@/e2e/support/stack";
import { readVariables } from "@/env";
import { createApiKey } from "@/lib/access/api-keys";
import { commit } from "@/lib/ledger/commit";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { createLedgerLanes } from "@/lib/spending/ledger-lanes";

/** The built product on a durable PostgreSQL, beside the bare server on the same database. */
export async function openHttpStage(accountCount: number) {
  const logs = mkdtempSync(path.join(tmpdir(), "credits-bench-"));
  const stack = await startStack(logs, { LOG_LEVEL: "warn" }, { durable: true });
  const database = openDatabase(stack.databaseUrl);
  const barePort = await findFreePort();
  const bareUrl = `http://127.0.0.1:${barePort}`;
  await startScript(
    ["dev/bench/http/bare-server.ts", String(barePort)],
    { ...readVariables(), DATABASE_URL: stack.databaseUrl },
    { logFile: path.join(logs, "bare-server.log"), url: bareUrl },
  );
  const [admin] = await database.read
    .select({ id: users.id })
    .from(users)
    .where(eq(users.email, demoPeople[1].email));
  if (!admin) throw new Error("there is no admin");
  const { key } = await createApiKey(database, admin.id, {
    ...{ name: "Bench", account: "all", scopes: ["credits:spend", "credits:hold"] },
  });
  const accounts = Array.from({ length: accountCount }, () => randomUUID());
  for (let start = 0; start < accounts.length; start += 500) {
    await database.read
      .insert(customers)
      .values(
        accounts
          .slice(start, start + 500)
          .map((accountId) => ({ id: newId(), accountId, externalId: accountId })),
      );
    await database.transaction((tx) =>
      commit(
        tx,
        accounts.slice(start, start + 500).map((accountId) => ({
          kind: "grant",
          ...{ accountId, actor: "system", reason: "For the bench", idempotencyKey: newId() },
          source: { type: "promotion", id: "bench" },
          credits: wholeCredits(1_000_000),
        })),
      ),
    );
  }
  return {
    ...{ stack, database, bareUrl, key },
    submit: createLedgerLanes(database, wholeCredits(100)),
    any: () => accounts[Math.floor(Math.random() * accounts.length)] ?? "",
    async close(): Promise<void> {
      await database.close();
      await stopStack();
    },
  };
}

export type HttpStage = Awaited<ReturnType<typeof openHttpStage>>;
