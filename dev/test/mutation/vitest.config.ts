import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { testVariables } from "../variables";

/** The quick tests of pure files: no database, few histories, so that all mutants are tried in minutes. */
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("../../..", import.meta.url)) } },
  test: {
    include: [
      "lib/ledger/allocate.test.ts",
      "lib/ledger/check-command.test.ts",
      "lib/ledger/checkpoint.test.ts",
      "lib/ledger/collect-reads.test.ts",
      "lib/ledger/commands/commands.test.ts",
      "lib/ledger/commands/lots.test.ts",
      "lib/ledger/credit-lot.test.ts",
      "lib/ledger/decide.test.ts",
      "lib/ledger/hash.test.ts",
      "lib/ledger/holds.test.ts",
      "lib/ledger/loading.test.ts",
      "lib/ledger/post.test.ts",
      "lib/ledger/refusals.test.ts",
      "lib/ledger/settle.test.ts",
      "lib/ledger/verify-account.test.ts",
      "lib/ledger/verify-checkpoint.test.ts",
      "lib/ledger/verify-reversals.test.ts",
      "lib/purchases/decide-updates.test.ts",
      "lib/purchases/dispute-convergence.test.ts",
      "lib/purchases/dispute-deadline.test.ts",
      "lib/purchases/lifecycle.test.ts",
      "lib/purchases/old-news.test.ts",
      "lib/purchases/reversal-rules.test.ts",
      "lib/purchases/transitions.test.ts",
      "lib/refunds/suggest-refund.test.ts",
      "lib/shared/paid-money.test.ts",
      "lib/webhooks/redact.test.ts",
    ],
    setupFiles: ["dev/test/mutation/fixed-histories.ts"],
    // One random history of each kind, always the same: it finds most changes, and quickly.
    env: { ...testVariables(), TEST_SCALE: "0.02" },
    testTimeout: 30_000,
  },
});
