import { defineConfig, devices } from "@playwright/test";
import { browserFlags, findBrowser } from "@/dev/browser";
import { findStack } from "@/e2e/support/current-stack";
import { realStripeKey } from "@/e2e/support/stack";

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/support/global-setup.ts",
  // A test that passes at the second try hides a fault, most likely one of order or time.
  retries: 0,
  forbidOnly: true,
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  outputDir: "test-results/e2e",
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  projects: realStripeKey()
    ? // On Stripe itself nobody can be told to be late or to fail: the first purchase is what counts.
      [{ name: "real Stripe", testMatch: "first-purchase.spec.ts" }]
    : [
        { name: "journeys", testIgnore: "faults.spec.ts" },
        // The emulator's faults hit whoever comes next: these tests have it for themselves.
        { name: "faults", testMatch: "faults.spec.ts", dependencies: ["journeys"], workers: 1 },
      ],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: findStack()?.appUrl,
    locale: "en-US",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: findBrowser()?.executablePath, args: browserFlags() },
  },
});
