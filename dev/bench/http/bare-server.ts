/**
 * What a spend over HTTP costs at least: node:http, JSON, and the call that the API makes, in the
 * same batches. No key, no checks, no log. Started by the bench: bare-server.ts <port>, with
 * DATABASE_URL.
 */
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { database } from "@/db/client";
import { parseCredits, toDecimal, wholeCredits } from "@/lib/shared/credits";
import { createLedgerLanes } from "@/lib/spending/ledger-lanes";

const commit = createLedgerLanes(database(), wholeCredits(100));

createServer(async (request, response) => {
  if (request.method !== "POST") return void response.end();
  const given = JSON.parse(await text(request)) as { account: string; amount: string };
  const outcome = await commit({
    kind: "spend",
    accountId: given.account,
    actor: "svc",
    reason: "llm: gpt-4o",
    metadata: { model: "gpt-4o" },
    idempotencyKey: String(request.headers["idempotency-key"]),
    source: { type: "service", id: "llm" },
    credits: parseCredits(given.amount),
  });
  const done = outcome.status === "refused" ? undefined : outcome;
  response.writeHead(done ? 200 : 402, { "content-type": "application/json" });
  response.end(JSON.stringify({ entry: done?.seq, balance: done && toDecimal(done.balanceAfter) }));
}).listen(Number(process.argv[2]), "127.0.0.1");
