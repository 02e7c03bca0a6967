/**
 * npm run bench:webhooks [-- --events 2000 --runs 5 --connections 50]
 *
 * Signed events of paid purchases against `npm start`, each answered 2xx only after COMMIT, as a ratio
 * to a POST route of the same build that does nothing. Needs `npm run build` first.
 */
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "@/db/client";
import { startStack, stopStack } from "@/e2e/support/stack";
import { verifyLedger } from "@/lib/ledger/verify";
import { median, type Run, sendAll } from "./load";
import { makePurchases } from "./webhook-purchases";

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "2000" },
    runs: { type: "string", default: "5" },
    connections: { type: "string", default: "50" },
  },
});
const events = Number(values.events);
const runs = Number(values.runs);
const connections = Number(values.connections);
const COPIES = 50;

if (!existsSync(".next/BUILD_ID")) {
  console.error("There is no build to measure. Run npm run build first.");
  process.exit(1);
}

const logs = mkdtempSync(path.join(tmpdir(), "credits-bench-"));
const stack = await startStack(logs, { LOG_LEVEL: "warn" }, { durable: true });
const database = openDatabase(stack.databaseUrl);
try {
  const empty: Run[] = [];
  const unique: Run[] = [];
  const copied: Run[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const requests = await makePurchases(database, events, stack.webhookSecret);
    const copies = (
      await makePurchases(database, Math.ceil(events / COPIES), stack.webhookSecret)
    ).flatMap((request) => Array.from({ length: COPIES }, () => request));
    const results = [
      await sendAll(`${stack.appUrl}/api/health`, requests, connections),
      await sendAll(stack.webhookUrl, requests, connections),
      await sendAll(stack.webhookUrl, copies, connections),
    ] as const;
    // The first round warms up and isn't counted.
    if (run === 0) continue;
    for (const [index, list] of [empty, unique, copied].entries()) list.push(results[index] as Run);
  }
  const report = await verifyLedger(database);
  const expected = (runs + 1) * (events + Math.ceil(events / COPIES));
  console.log(`\n${events} events a run, ${connections} connections, median of ${runs} runs\n`);
  console.log("                          requests/s   ratio   p50 ms   p99 ms   failed");
  line("empty POST", empty);
  line("unique events", unique, empty);
  line(`${COPIES} copies of each`, copied, empty);
  const right = report.fault === undefined && report.entries === expected;
  console.log(
    `\nledger: ${report.entries} entries, ${expected} expected, ${report.fault?.sentence ?? "every account verified"}`,
  );
  process.exitCode = right ? 0 : 1;
} finally {
  await database.close();
  await stopStack();
}

function line(name: string, list: readonly Run[], base?: readonly Run[]): void {
  const rate = median(list.map((run) => run.requestsPerSecond));
  const ratio = base ? rate / median(base.map((run) => run.requestsPerSecond)) : 1;
  const cells = [
    rate.toFixed(0).padStart(10),
    ratio.toFixed(2).padStart(7),
    median(list.map((run) => run.p50Ms))
      .toFixed(0)
      .padStart(8),
    median(list.map((run) => run.p99Ms))
      .toFixed(0)
      .padStart(8),
    list
      .reduce((sum, run) => sum + run.failed, 0)
      .toString()
      .padStart(8),
  ];
  console.log(`${name.padEnd(26)}${cells.join(" ")}`);
}
