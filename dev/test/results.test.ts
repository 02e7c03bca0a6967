import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { allowedSkipReason, readPlaywrightResults, readVitestResults } from "./results";

const folder = mkdtempSync(path.join(os.tmpdir(), "credits-results-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(report: unknown): string {
  const file = path.join(folder, "report.json");
  writeFileSync(file, JSON.stringify(report));
  return file;
}

describe("the last line of npm test counts what really ran", () => {
  it("in Vitest: failed files count, and a skipped test is named", () => {
    const test = (status: string) => ({ status, fullName: `a ${status} test` });
    const file = write({
      testResults: [
        { status: "failed", assertionResults: [test("passed"), test("failed"), test("pending")] },
        { status: "passed", assertionResults: [test("passed"), test("todo")] },
        { status: "failed", assertionResults: [] },
      ],
    });
    expect(readVitestResults(file)).toEqual({
      passed: 2,
      failed: 2,
      skipped: 0,
      skippedSilently: ["a pending test", "a todo test"],
    });
  });

  it("in Playwright: nested suites count, and only the allowed reason excuses a skip", () => {
    const spec = (title: string, status: string, description?: string) => ({
      title,
      tests: [{ status, annotations: description ? [{ type: "skip", description }] : [] }],
    });
    const file = write({
      errors: [],
      suites: [
        {
          specs: [spec("pays", "expected"), spec("breaks", "unexpected"), spec("odd", "flaky")],
          suites: [
            {
              specs: [
                spec("real", "skipped", allowedSkipReason),
                spec("lazy", "skipped", "no time"),
                spec("silent", "skipped"),
              ],
            },
          ],
        },
      ],
    });
    expect(readPlaywrightResults(file)).toEqual({
      passed: 1,
      failed: 2,
      skipped: 1,
      skippedSilently: ["lazy", "silent"],
    });
  });
});
