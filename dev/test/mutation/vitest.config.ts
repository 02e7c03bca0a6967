import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { testVariables } from "../variables";

/** The quick tests of pure files: no database, no random histories, so that all mutants are tried in minutes. */
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("../../..", import.meta.url)) } },
  test: {
    include: [
      "lib/purchases/decide-updates.test.ts",
      "lib/purchases/dispute-convergence.test.ts",
      "lib/purchases/lifecycle.test.ts",
      "lib/purchases/old-news.test.ts",
      "lib/purchases/reversal-rules.test.ts",
      "lib/purchases/transitions.test.ts",
      "lib/refunds/suggest-refund.test.ts",
      "lib/shared/paid-money.test.ts",
      "lib/webhooks/redact.test.ts",
    ],
    env: testVariables(),
    testTimeout: 30_000,
  },
});
