import path from "node:path";
import { parseEnv } from "@/env";
import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";
import { demoPassword, demoPeople } from "./demo-people";
import type { Secrets } from "./secrets";

type Variables = Record<string, string | undefined>;

/** What a development copy runs on: the given variables, and what it makes up where none is given. */
export interface DevelopmentSettings {
  readonly variables: Variables;
  readonly port: number;
  readonly appUrl: string;
  readonly webhookUrl: string;
  readonly embeddedDatabase: boolean;
  /** Undefined when Stripe itself, or another API host, is to be used. */
  readonly emulator: { readonly port: number; readonly webhookSecret: string } | undefined;
}

/** DATA_DIR, which must be known before anything else is. */
export function findDataDir(variables: Variables): string {
  return path.resolve(variables.DATA_DIR || ".data");
}

/**
 * Fills in what is needed and not given. The database and Stripe are decided each on its own.
 * @throws EnvironmentError naming every fault of what is given
 */
export function settle(given: Variables, secrets: Secrets): DevelopmentSettings {
  const embeddedDatabase = !given.DATABASE_URL && !given.POSTGRES_HOST;
  const withKey = Boolean(given.STRIPE_SECRET_KEY);
  const withEmulator = !withKey && !given.STRIPE_API_BASE;
  const emulatorPort = given.STRIPE_EMULATOR_PORT || "12111";
  const variables: Variables = {
    ...given,
    NODE_ENV: "development",
    NEXTAUTH_SECRET: given.NEXTAUTH_SECRET || secrets.nextauthSecret,
    LEDGER_SEAL_KEY: given.LEDGER_SEAL_KEY || secrets.ledgerSealKey,
    // A place holder until the embedded server is up and its port known.
    ...(embeddedDatabase && { DATABASE_URL: "postgres://credits@127.0.0.1/credits" }),
    ...(!withKey && {
      STRIPE_SECRET_KEY: secrets.emulatorKey,
      STRIPE_WEBHOOK_SECRET_CREDITS: given.STRIPE_WEBHOOK_SECRET_CREDITS || secrets.webhookSecret,
    }),
    ...(withEmulator && {
      STRIPE_API_BASE: `http://127.0.0.1:${emulatorPort}`,
      // The emulator takes any test key; a live one would be refused beside the emulator's.
      STRIPE_PUBLISHABLE_KEY: "pk_test_emulator",
    }),
  };
  const env = parseEnv(variables);
  const [webhookSecret] = env.stripe.webhookSecrets;
  return {
    variables,
    port: env.web.port,
    appUrl: env.web.appUrl,
    webhookUrl: `http://127.0.0.1:${env.web.port}${WEBHOOK_PATH}`,
    embeddedDatabase,
    emulator:
      withEmulator && webhookSecret ? { port: Number(emulatorPort), webhookSecret } : undefined,
  };
}

/** What a person needs to begin, printed when everything answers. */
export function describeRunning(settings: DevelopmentSettings, dataDir: string): string {
  const stripe = settings.emulator
    ? `http://127.0.0.1:${settings.emulator.port}   emulator: no account, no real money`
    : "the API given by STRIPE_SECRET_KEY or STRIPE_API_BASE";
  const mail = settings.variables.SMTP_URL
    ? "sent by the server of SMTP_URL"
    : `${settings.appUrl}/dev/mail`;
  const shown = path.relative(process.cwd(), dataDir);
  const inside = !shown.startsWith("..");
  const [buyer, admin] = demoPeople.map(({ email }) => `${email}   password ${demoPassword}`);
  return `
  Ops-Center Credits is running.

    App         ${settings.appUrl}
    Stripe      ${stripe}
    Mail        ${mail}

    Buyer       ${buyer}
    Admin       ${admin}
    Test card   4242 4242 4242 4242   any future date, any CVC

  Ctrl-C stops everything. The data stays in ${inside ? shown : dataDir}.
`;
}
