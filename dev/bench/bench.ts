/**
 * npm run bench [-- B1 B4 --rounds 5 --seconds 2 --accounts 10000 --events 2000]
 *
 * Medians of several rounds on one durable PostgreSQL. A row is a line that begins with its name and
 * its ratio; then come what was measured, what it is compared with, and for some rows the ratio to
 * something else, all of the same rounds. B4 and later rows measure `npm start`: run npm run build
 * first.
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { benchHttp, HTTP_ROWS } from "./http/rows";
import { benchLedger, LEDGER_ROWS } from "./ledger/rows";
import type { Row } from "./rows";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" },
    accounts: { type: "string", default: "10000" },
    events: { type: "string", default: "2000" },
  },
});
const options = {
  ...{ rounds: Number(values.rounds), seconds: Number(values.seconds) },
  ...{ accounts: Number(values.accounts), events: Number(values.events) },
};
const ledgerRows = chosen(LEDGER_ROWS);
const httpRows = chosen(HTTP_ROWS);
if (ledgerRows.size + httpRows.size === 0) {
  console.error(`The rows are ${[...LEDGER_ROWS.keys(), ...HTTP_ROWS.keys()].join(", ")}.`);
  process.exit(1);
}
if (httpRows.size > 0 && !existsSync("dist/main.mjs")) {
  console.error("There is no build to measure. Run npm run build first.");
  process.exit(1);
}
for (const run of [
  () => ledgerRows.size > 0 && benchLedger(ledgerRows, options),
  () => httpRows.size > 0 && benchHttp(httpRows, options),
]) {
  const report = await run();
  if (!report) continue;
  for (const line of report.lines) console.log(line);
  if (!report.sound) process.exitCode = 1;
}

function chosen(rows: ReadonlyMap<string, Row>): ReadonlyMap<string, Row> {
  return new Map(
    [...rows].filter(([name]) => positionals.length === 0 || positionals.includes(name)),
  );
}
