import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname) } },
  test: { include: ["**/*.test.ts", "**/*.test.tsx"], exclude: ["node_modules", ".next", ".data", "e2e"] },
});
