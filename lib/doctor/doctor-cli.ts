/**
 * npm run doctor: says what keeps payments from becoming credits, and what to do. Changes nothing.
 * Exit code 0: nothing does; 1: something does, or it couldn't be found out.
 */
import { closeDatabase, database } from "@/db/client";
import { env } from "@/env";
import { explain } from "@/lib/shared/cli";
import { examine } from "./examine";
import type { Finding } from "./finding";

/** Of the longest subject. */
const WIDTH = 14;
const MARKS: Record<Finding["state"], string> = { fine: "✓", warning: "!", fault: "✗" };

try {
  let faults = 0;
  for await (const { subject, state, found, advice } of examine(database(), env())) {
    console.log(`${MARKS[state]} ${subject.padEnd(WIDTH)} ${found}`);
    if (advice) console.log(`  ${"".padEnd(WIDTH)} ${advice}`);
    if (state === "fault") faults += 1;
  }
  process.exitCode = faults > 0 ? 1 : 0;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
