import { readFileSync } from "node:fs";
import { z } from "zod";

/** What a test runner did, as far as the last line of `npm test` needs it. */
export interface Results {
  readonly passed: number;
  readonly failed: number;
  /** Tests that did not run, for a reason that is allowed. */
  readonly skipped: number;
  /** Names of tests that did not run without such a reason. */
  readonly skippedSilently: readonly string[];
}

/** The one thing a machine may lack without the tests being worth less. */
export const allowedSkipReason = "real Stripe keys not given";

export const noResults: Results = { passed: 0, failed: 0, skipped: 0, skippedSilently: [] };

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

/** Reads what Vitest's JSON reporter wrote. */
export function readVitestResults(file: string): Results {
  const { testResults } = vitestReport.parse(JSON.parse(readFileSync(file, "utf8")));
  const tests = testResults.flatMap((result) => result.assertionResults);
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  // A file that can't be loaded has failed without containing a test.
  const brokenFiles = testResults.filter(
    (result) =>
      result.status === "failed" &&
      result.assertionResults.every((test) => test.status !== "failed"),
  ).length;
  return {
    passed: count("passed"),
    failed: count("failed") + brokenFiles,
    skipped: 0,
    skippedSilently: tests
      .filter((test) => !["passed", "failed"].includes(test.status))
      .map((test) => test.fullName),
  };
}

const playwrightTest = z.object({
  status: z.enum(["expected", "unexpected", "flaky", "skipped"]),
  annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })),
});
const playwrightSuite = z.object({
  specs: z.array(z.object({ title: z.string(), tests: z.array(playwrightTest) })),
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});
const playwrightReport = z.object({
  suites: z.array(playwrightSuite),
  errors: z.array(z.unknown()),
});

/** Reads what Playwright's JSON reporter wrote. */
export function readPlaywrightResults(file: string): Results {
  const report = playwrightReport.parse(JSON.parse(readFileSync(file, "utf8")));
  const tests = report.suites.flatMap(listTests);
  const skipped = tests.filter((test) => test.status === "skipped");
  const allowed = skipped.filter((test) => test.reasons.includes(allowedSkipReason));
  return {
    passed: tests.filter((test) => test.status === "expected").length,
    failed:
      tests.filter((test) => test.status === "unexpected" || test.status === "flaky").length +
      report.errors.length,
    skipped: allowed.length,
    skippedSilently: skipped.filter((test) => !allowed.includes(test)).map((test) => test.title),
  };
}

interface ReportedTest {
  readonly title: string;
  readonly status: string;
  readonly reasons: readonly (string | undefined)[];
}

function listTests(suite: z.infer<typeof playwrightSuite>): ReportedTest[] {
  const own = suite.specs.flatMap((spec) =>
    spec.tests.map((test) => ({
      title: spec.title,
      status: test.status,
      reasons: test.annotations.map((annotation) => annotation.description),
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap(listTests)];
}
