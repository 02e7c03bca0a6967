import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { stopAllGuarded } from "@/dev/guarded-process";
import { findFreePort } from "@/dev/ports";
import { ensureDatabase, startPostgres } from "@/dev/postgres";
import { prepareDatabase } from "@/dev/prepare-database";
import { startEmulatorProcess, startServer } from "@/dev/services";
import { startMailServer } from "@/dev/test/kits/email/mail-server";
import { testVariables } from "@/dev/test/variables";
import { readVariables } from "@/env";
import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";

/** Where the product under test is. */
export interface Stack {
  readonly appUrl: string;
  readonly emulatorUrl: string;
  readonly databaseUrl: string;
  readonly webhookUrl: string;
  readonly webhookSecret: string;
  /** Where the mails that were sent are, a file each. */
  readonly mailDirectory: string;
  readonly smtpUrl: string;
}

/**
 * Starts the built product as in production, on a fresh database and beside a fresh emulator, with
 * the people of dev/demo-people.ts. Ports are free ones, so that several runs go side by side. The
 * logs are in `logDir`.
 * @param overrides variables that differ from the documented defaults
 * @param durable whether a commit waits for the disk; tests don't, measurements do
 */
export async function startStack(
  logDir: string,
  overrides: Record<string, string> = {},
  { durable = false } = {},
): Promise<Stack> {
  const home = mkdtempSync(path.join(os.tmpdir(), "credits-e2e-"));
  chmodSync(home, 0o711);
  mkdirSync(logDir, { recursive: true });
  const server = await startPostgres({
    directory: path.join(home, "postgres"),
    password: randomBytes(16).toString("hex"),
    durable,
    removeAfter: home,
  });
  await ensureDatabase(server, "credits");

  const port = await findFreePort();
  const emulatorPort = await findFreePort();
  const appUrl = `http://localhost:${port}`;
  const mailDirectory = mkdtempSync(path.join(os.tmpdir(), "credits-mail-"));
  const mail = await startMailServer(mailDirectory);
  const stack: Stack = {
    appUrl,
    emulatorUrl: `http://127.0.0.1:${emulatorPort}`,
    databaseUrl: server.url("credits"),
    webhookUrl: `http://127.0.0.1:${port}${WEBHOOK_PATH}`,
    webhookSecret: `whsec_${randomBytes(24).toString("hex")}`,
    mailDirectory,
    smtpUrl: mail.url,
  };
  const variables = {
    ...readVariables(),
    ...testVariables(),
    NODE_ENV: "production",
    PORT: String(port),
    APP_URL: appUrl,
    DATABASE_URL: stack.databaseUrl,
    DATABASE_OWNER_URL: server.url("credits", "credits_owner"),
    TRUST_PROXY: "true",
    SMTP_URL: stack.smtpUrl,
    ...stripeVariables(stack),
    ...overrides,
  };
  await prepareDatabase(variables);
  await startEmulatorProcess(
    {
      port: emulatorPort,
      webhookUrl: stack.webhookUrl,
      webhookSecret: stack.webhookSecret,
      stateFile: path.join(home, "stripe-emulator.json"),
      logFile: path.join(logDir, "stripe-emulator.log"),
    },
    variables,
  );
  await startServer(port, variables, path.join(logDir, "server.log"));
  return stack;
}

/**
 * The test key of a real Stripe account, when the journey is to be run on Stripe itself. A name of
 * its own: the key that somebody develops with must not be used by tests without being asked.
 */
export function realStripeKey(): string | undefined {
  const key = readVariables().E2E_STRIPE_SECRET_KEY;
  return key?.startsWith("sk_test_") ? key : undefined;
}

function stripeVariables(stack: Stack): Record<string, string> {
  const key = realStripeKey();
  if (key) return { STRIPE_SECRET_KEY: key, STRIPE_API_BASE: "" };
  return {
    STRIPE_API_BASE: stack.emulatorUrl,
    STRIPE_WEBHOOK_SECRET_CREDITS: stack.webhookSecret,
  };
}

export { stopAllGuarded as stopStack };
