import { rmSync, writeFileSync } from "node:fs";
import { runningCopyFile } from "@/env";
import { schema } from "@/env/schema";

/**
 * Leaves what this copy runs on where commands such as `npm run reconcile` find it. It holds
 * secrets of development: only the owner may read it.
 */
export function announceRunningCopy(variables: Record<string, string | undefined>): void {
  const known = Object.keys(schema.shape).map((name) => [name, variables[name] || undefined]);
  const file = runningCopyFile(variables.DATA_DIR);
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`, { mode: 0o600 });
}

/** Before the copy ends, and before another begins: after a crash nothing listens there any more. */
export function forgetRunningCopy(dataDir: string): void {
  rmSync(runningCopyFile(dataDir), { force: true });
}
