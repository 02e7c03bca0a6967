/** `npm test`: every step in order, up to the first that fails; `npm test -- unit e2e` some of them. */
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { readVariables } from "@/env";
import { ensureBrowser } from "../browser";
import { startGuarded, stopAllGuarded } from "../guarded-process";
import { onParentDeath } from "../parent";
import { projectRoot } from "../services";
import { StartError } from "../start-error";
import { noResults, type Results } from "./results";
import { type Step, steps } from "./steps";
import { testVariables } from "./variables";

const total = { ...noResults };
const variables: Record<string, string | undefined> = {
  ...readVariables(),
  ...testVariables(),
  NODE_ENV: undefined,
  NEXT_TELEMETRY_DISABLED: "1",
};

const abort = () => void stopAllGuarded().then(() => process.exit(130));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, abort);
if (variables.npm_lifecycle_event) onParentDeath(abort);

process.exitCode = (await runAll(chooseSteps(process.argv.slice(2)))) ? 0 : 1;
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);

function chooseSteps(names: readonly string[]): readonly Step[] {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    const known = steps.map((step) => step.name).join(", ");
    console.error(`There is no step ${unknown.join(", ")}. The steps are ${known}.`);
    process.exit(2);
  }
  return names.length === 0 ? steps : steps.filter((step) => names.includes(step.name));
}

async function runAll(chosen: readonly Step[]): Promise<boolean> {
  mkdirSync("test-results", { recursive: true });
  // What `npm run dev` generated for the routes of its day; they would be checked as today's.
  rmSync(".next/dev/types", { recursive: true, force: true });
  for (const [index, step] of chosen.entries()) {
    console.log(`\n=== ${index + 1}/${chosen.length} ${step.title}`);
    const startedAt = Date.now();
    const faults = await run(step);
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    for (const fault of faults) console.error(fault);
    console.log(`=== ${faults.length === 0 ? "passed" : "FAILED"}: ${step.title} (${seconds} s)\n`);
    if (faults.length > 0) return false;
  }
  return true;
}

/** Runs one step and adds its tests up. @returns what is wrong, in sentences */
async function run(step: Step): Promise<string[]> {
  if (step.report) rmSync(step.report.file, { force: true });
  try {
    if (step.needsBrowser) ensureBrowser();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    total.failed += 1;
    return [error.message];
  }
  let exitCode = 0;
  for (const [program, ...args] of step.commands) {
    exitCode = await runProgram(program, args);
    if (exitCode !== 0) break;
  }
  const results = readResults(step);
  total.passed += results.passed;
  total.skipped += results.skipped;
  const faults = findFaults(step, exitCode, results);
  // A step that failed without a failing test of its own still counts as one.
  total.failed += faults.length > 0 ? Math.max(1, results.failed) : 0;
  return faults;
}

function readResults(step: Step): Results {
  if (!step.report) return noResults;
  try {
    return step.report.read(step.report.file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return noResults;
    throw error;
  }
}

function findFaults(step: Step, exitCode: number, results: Results): string[] {
  const silent = results.skippedSilently;
  return [
    ...(exitCode === 0 ? [] : [`${step.title}: exit code ${exitCode}.`]),
    ...(results.failed === 0 ? [] : [`${results.failed} tests failed.`]),
    ...(silent.length === 0 ? [] : [`Skipped without an allowed reason: ${silent.join("; ")}.`]),
    ...(step.report && results.passed === 0 ? ["No test passed, so nothing was tested."] : []),
  ];
}

async function runProgram(program: string, args: readonly string[]): Promise<number> {
  const server = startGuarded(
    {
      command: process.execPath,
      args: [path.join(projectRoot, "node_modules", ".bin", program), ...args],
      cwd: projectRoot,
      stopSignal: "SIGTERM",
      stopGroup: true,
      graceMs: 20_000,
      removeAfter: [],
    },
    { variables, output: "inherit" },
  );
  return server.ended;
}
