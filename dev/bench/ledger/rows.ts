import { verifyLedger } from "@/lib/ledger/verify";
import { measure } from "../measure";
import { type Measurements, type Row, runRounds } from "../rows";
import { openStage, type Stage } from "./stage";

/** The ledger called as the app calls it, in one process with its callers. */
export const LEDGER_ROWS: ReadonlyMap<string, Row> = new Map<string, Row>([
  [
    "B1",
    {
      ...{ what: "spends, 256", by: "inserts", figure: "perSecond" },
      also: { name: "the limit", by: "limit, 256" },
    },
  ],
  [
    "B2",
    {
      ...{ what: "spends, 32", by: "inserts", figure: "perSecond" },
      also: { name: "the limit", by: "limit, 32" },
    },
  ],
  [
    "B3",
    {
      ...{ what: "spends, hot", by: "inserts", figure: "perSecond" },
      also: { name: "the limit", by: "limit, hot" },
    },
  ],
  ["B8", { what: "one spend alone", by: "one insert alone", figure: "p50Ms" }],
  ["B9", { what: "one spend, 10,000 lots", by: "one spend, 1 lot", figure: "p50Ms" }],
]);

interface Options {
  readonly rounds: number;
  readonly seconds: number;
  readonly accounts: number;
}

/** @returns the report's lines, and whether the ledger is sound afterwards */
export async function benchLedger(
  rows: ReadonlyMap<string, Row>,
  { rounds, seconds, accounts }: Options,
): Promise<{ lines: string[]; sound: boolean }> {
  const stage = await openStage(accounts);
  try {
    const lines = await runRounds(measurementsOf(stage, seconds), rows, rounds);
    const { fault, entries } = await verifyLedger(stage.database);
    lines.push(`ledger: ${entries} entries, ${fault?.sentence ?? "every account verified"}`);
    return { lines, sound: fault === undefined };
  } finally {
    await stage.close();
  }
}

function measurementsOf(stage: Stage, seconds: number): Measurements {
  const run = (inFlight: number, work: () => Promise<unknown>) => () =>
    measure(work, { inFlight, seconds });
  return new Map([
    ["inserts", run(32, () => stage.insert())],
    ["one insert alone", run(1, () => stage.insert())],
    ["limit, 256", run(256, () => stage.limit.spend(stage.any()))],
    ["limit, 32", run(32, () => stage.limit.spend(stage.any()))],
    ["limit, hot", run(256, () => stage.limit.spend(stage.hot))],
    ["spends, 256", run(256, () => stage.spend(stage.any()))],
    ["spends, 32", run(32, () => stage.spend(stage.any()))],
    ["spends, hot", run(256, () => stage.spend(stage.hot))],
    ["one spend alone", run(1, () => stage.spend(stage.any()))],
    ["one spend, 1 lot", run(1, () => stage.spend(stage.oneLot))],
    ["one spend, 10,000 lots", run(1, () => stage.spend(stage.manyLots))],
  ]);
}
