import path from "node:path";
import type { GuardedProcess } from "@/dev/guarded-process";
import { findFreePort } from "@/dev/ports";
import { startServer } from "@/dev/services";
import { testVariables } from "@/dev/test/variables";
import { readVariables } from "@/env";
import { currentStack } from "./current-stack";

/** The product once more, with other settings, on the database and the Stripe of the stack. */
export interface AnotherApp {
  readonly appUrl: string;
  stop(): Promise<unknown>;
}

/** Starts it from the build. @param overrides variables that differ from the documented defaults */
export async function startAnotherApp(overrides: Record<string, string>): Promise<AnotherApp> {
  const { databaseUrl, emulatorUrl, webhookSecret, smtpUrl } = currentStack();
  const port = await findFreePort();
  const appUrl = `http://localhost:${port}`;
  const variables = {
    ...readVariables(),
    ...testVariables(),
    NODE_ENV: "production",
    PORT: String(port),
    APP_URL: appUrl,
    DATABASE_URL: databaseUrl,
    TRUST_PROXY: "true",
    // Its worker takes jobs of the whole stack, so that what it mails must arrive as well.
    SMTP_URL: smtpUrl,
    STRIPE_API_BASE: emulatorUrl,
    STRIPE_WEBHOOK_SECRET_CREDITS: webhookSecret,
    ...overrides,
  };
  const logFile = path.join("test-results/stack", `app-${port}.log`);
  const process: GuardedProcess = await startServer(port, variables, logFile);
  return { appUrl, stop: () => process.stop() };
}
