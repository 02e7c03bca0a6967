/**
 * npm run bench [-- B1 B3 --rounds 5 --seconds 2 --accounts 10000]
 *
 * Medians of several rounds on one durable PostgreSQL. A row is a line that begins with its name and
 * its ratio; then come the rate and the latencies of what was measured, and for the ledger's rows
 * the ratio to what the machine can do (dev/bench/ledger/limit.ts), measured in the same rounds.
 */
import { parseArgs } from "node:util";
import { verifyLedger } from "@/lib/ledger/verify";
import { openStage, type Stage } from "./ledger/stage";
import { type Measured, measure, medians } from "./measure";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" },
    accounts: { type: "string", default: "10000" },
  },
});
const seconds = Number(values.seconds);

interface Measurement {
  readonly inFlight: number;
  readonly work: (stage: Stage) => Promise<unknown>;
}

const MEASUREMENTS = {
  inserts: { inFlight: 32, work: (stage) => stage.insert() },
  "one insert alone": { inFlight: 1, work: (stage) => stage.insert() },
  "limit, 256": { inFlight: 256, work: (stage) => stage.limit.spend(stage.any()) },
  "limit, 32": { inFlight: 32, work: (stage) => stage.limit.spend(stage.any()) },
  "limit, hot": { inFlight: 256, work: (stage) => stage.limit.spend(stage.hot) },
  "spends, 256": { inFlight: 256, work: (stage) => stage.spend(stage.any()) },
  "spends, 32": { inFlight: 32, work: (stage) => stage.spend(stage.any()) },
  "spends, hot": { inFlight: 256, work: (stage) => stage.spend(stage.hot) },
  "one spend alone": { inFlight: 1, work: (stage) => stage.spend(stage.any()) },
  "one spend, 1 lot": { inFlight: 1, work: (stage) => stage.spend(stage.oneLot) },
  "one spend, 10,000 lots": { inFlight: 1, work: (stage) => stage.spend(stage.manyLots) },
} satisfies Record<string, Measurement>;

type Name = keyof typeof MEASUREMENTS;

interface Row {
  readonly what: Name;
  readonly by: Name;
  readonly figure: "perSecond" | "p50Ms";
  readonly limit?: Name;
}

const ROWS: Readonly<Record<string, Row>> = {
  B1: { what: "spends, 256", by: "inserts", figure: "perSecond", limit: "limit, 256" },
  B2: { what: "spends, 32", by: "inserts", figure: "perSecond", limit: "limit, 32" },
  B3: { what: "spends, hot", by: "inserts", figure: "perSecond", limit: "limit, hot" },
  B8: { what: "one spend alone", by: "one insert alone", figure: "p50Ms" },
  B9: { what: "one spend, 10,000 lots", by: "one spend, 1 lot", figure: "p50Ms" },
};

const rows = Object.entries(ROWS).filter(
  ([name]) => positionals.length === 0 || positionals.includes(name),
);
const names = new Set(
  rows.flatMap(([, row]) => (row.limit ? [row.by, row.limit, row.what] : [row.by, row.what])),
);
const stage = await openStage(Number(values.accounts));
try {
  const runs = new Map<Name, Measured[]>([...names].map((name) => [name, []]));
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const [name, list] of runs) {
      const { inFlight, work } = MEASUREMENTS[name];
      const measured = await measure(() => work(stage), { inFlight, seconds });
      // The first round warms up and isn't counted.
      if (round > 0) list.push(measured);
    }
  }
  for (const [name, row] of rows) console.log(describe(name, row, runs));
  const { fault, entries } = await verifyLedger(stage.database);
  console.log(`ledger: ${entries} entries, ${fault?.sentence ?? "every account verified"}`);
  process.exitCode = fault ? 1 : 0;
} finally {
  await stage.close();
}

function describe(name: string, row: Row, runs: ReadonlyMap<Name, Measured[]>): string {
  const of = (which: Name) => medians(runs.get(which) ?? []);
  const [what, by] = [of(row.what), of(row.by)];
  const limit = row.limit && of(row.limit);
  const parts = [
    `${name} ${(what[row.figure] / by[row.figure]).toFixed(2)}`,
    `${row.what}: ${what.perSecond.toFixed(0)}/s, p50 ${what.p50Ms.toFixed(1)} ms, p99 ${what.p99Ms.toFixed(1)} ms`,
    `${row.by}: ${by.perSecond.toFixed(0)}/s, p50 ${by.p50Ms.toFixed(1)} ms`,
  ];
  if (limit) {
    const ratio = what.perSecond / limit.perSecond;
    parts.push(`${ratio.toFixed(2)} of the limit, ${limit.perSecond.toFixed(0)}/s`);
  }
  return parts.join(" | ");
}
