import { type Results, readPlaywrightResults, readVitestResults } from "./results";

/** One step of `npm test`. */
export interface Step {
  readonly name: string;
  readonly title: string;
  /** Programs of node_modules/.bin with their arguments, run one after the other. */
  readonly commands: readonly (readonly [program: string, ...args: string[]])[];
  readonly report?: { readonly file: string; readonly read: (file: string) => Results };
  readonly needsBrowser?: boolean;
}

const vitest = (project: string): Pick<Step, "commands" | "report"> => {
  const file = `test-results/${project}.json`;
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return {
    commands: [["vitest", "run", "--project", project, ...reporters]],
    report: { file, read: readVitestResults },
  };
};

/** Quick ones first: the sooner a fault is known, the better. */
export const steps: readonly Step[] = [
  { name: "format", title: "Format and lint", commands: [["biome", "ci"]] },
  {
    name: "types",
    title: "Types",
    commands: [
      ["next", "typegen"],
      // Not incremental: what it remembers of an earlier run has hidden faults.
      ["tsc", "--noEmit", "--incremental", "false"],
    ],
  },
  { name: "unit", title: "Unit and integration tests on real PostgreSQL", ...vitest("unit") },
  {
    name: "build",
    title: "Production build",
    commands: [
      ["next", "build"],
      ["tsx", "dev/build-server.ts"],
    ],
  },
  {
    name: "faults",
    title: "Faults: apps and databases killed, cut off and frozen under load",
    ...vitest("faults"),
  },
  { name: "start", title: "npm run dev: start, stop, crash, start again", ...vitest("start") },
  {
    name: "e2e",
    title: "End-to-end tests in a real browser",
    commands: [["playwright", "test"]],
    report: { file: "test-results/e2e.json", read: readPlaywrightResults },
    needsBrowser: true,
  },
];
