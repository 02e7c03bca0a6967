import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { testVariables } from "./dev/test/variables";

const exclude = ["**/node_modules/**", ".next*/**", "dist/**", ".data/**", "e2e/**"];
const startTests = "dev/test/start/**/*.test.ts";
const faultTests = "dev/test/faults/**/*.test.ts";
const backupTests = "dev/test/backup/**/*.test.ts";

// For code that asks for its settings. Databases are given by dev/test/database.ts and by the fault
// tests' own system; who takes the one of the settings by mistake finds nobody there.
const settings = { ...testVariables(), DATABASE_URL: "postgres://nobody@127.0.0.1:1/nothing" };

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    // Each worker keeps a core busy, and PostgreSQL wants some too.
    maxWorkers: 2,
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: [...exclude, startTests, faultTests, backupTests],
          globalSetup: "dev/test/postgres-setup.ts",
          env: settings,
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          // Servers of the build are killed and frozen: nothing else may run beside them.
          name: "faults",
          include: [faultTests],
          exclude,
          fileParallelism: false,
          env: settings,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          // Needs PostgreSQL's own server and programs, which npm doesn't bring: npm run test:backup.
          name: "backup",
          include: [backupTests],
          exclude,
          env: settings,
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          // Whole copies of the product, one after the other, since each needs all cores.
          name: "start",
          include: [startTests],
          exclude,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
