import { type Measured, medians } from "./measure";

/** Measurements by name, each of which can be made over and over. */
export type Measurements = ReadonlyMap<string, () => Promise<Measured>>;

/** A line of the report: one measurement as a ratio to another of the same rounds. */
export interface Row {
  readonly what: string;
  readonly by: string;
  readonly figure: "perSecond" | "p50Ms" | "p99Ms";
  /** Another measurement that the rate is compared with. */
  readonly also?: { readonly name: string; readonly by: string };
  /** How many of what is counted one `what` is; 1 unless told. */
  readonly each?: number;
}

/** Makes the measurements that rows need, round by round; the first round warms up. */
export async function runRounds(
  measurements: Measurements,
  rows: ReadonlyMap<string, Row>,
  rounds: number,
): Promise<string[]> {
  const names = new Set(
    [...rows.values()].flatMap(({ what, by, also }) => [by, ...(also ? [also.by] : []), what]),
  );
  const runs = new Map<string, Measured[]>([...names].map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, list] of runs) {
      const measured = await measurements.get(name)?.();
      if (!measured) throw new Error(`there is no measurement called ${name}`);
      if (round > 0) list.push(measured);
    }
  }
  const of = (name: string) => medians(runs.get(name) ?? []);
  return [...rows].map(([name, row]) => describe(name, row, of));
}

function describe(name: string, row: Row, of: (name: string) => Measured): string {
  const [what, by] = [of(row.what), of(row.by)];
  const each = row.figure === "perSecond" ? (row.each ?? 1) : 1;
  const parts = [
    `${name} ${((what[row.figure] * each) / by[row.figure]).toFixed(2)}`,
    `${row.what}: ${show(what, row.each)}`,
    `${row.by}: ${show(by)}`,
  ];
  if (row.also) {
    const also = of(row.also.by);
    const ratio = ((what.perSecond * (row.each ?? 1)) / also.perSecond).toFixed(2);
    parts.push(`${ratio} of ${row.also.name}, ${also.perSecond.toFixed(0)}/s`);
  }
  return parts.join(" | ");
}

function show({ perSecond, p50Ms, p99Ms }: Measured, each = 1): string {
  return `${(perSecond * each).toFixed(0)}/s, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;
}
