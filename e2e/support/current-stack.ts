import { z } from "zod";
import type { Stack } from "./stack";

const variable = "CREDITS_E2E_STACK";

const stackSchema = z.object({
  appUrl: z.string(),
  emulatorUrl: z.string(),
  databaseUrl: z.string(),
  webhookUrl: z.string(),
  webhookSecret: z.string(),
  mailDirectory: z.string(),
  smtpUrl: z.string(),
});

/** Tells Playwright's workers, which inherit the environment, where the stack is. */
export function publishStack(stack: Stack): void {
  process.env[variable] = JSON.stringify(stack);
}

/** The stack of this run; undefined in the process that only collects tests, before it is up. */
export function findStack(): Stack | undefined {
  const published = process.env[variable];
  return published === undefined ? undefined : stackSchema.parse(JSON.parse(published));
}

/** The stack of this run, for tests. */
export function currentStack(): Stack {
  const stack = findStack();
  if (!stack) throw new Error("No stack is running: start the tests with npm test -- e2e.");
  return stack;
}
