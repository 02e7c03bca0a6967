import { z } from "zod";
import { count, days, flag, limit, optional, origins, port, seconds, text, url } from "./fields";

/** Every variable that is read, and what one alone must look like. */
export const schema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),

  // Web
  PORT: port(3000),
  HOST: text,
  APP_URL: url,
  WEB_CONCURRENCY: count(1),
  METRICS_PORT: port(9464, 0),
  METRICS_HOST: z.string().min(1).default("127.0.0.1"),
  SHUTDOWN_DELAY_SECONDS: seconds(1),
  SHUTDOWN_GRACE_SECONDS: seconds(25),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal"]).default("info"),

  // Database
  DATABASE_URL: optional(
    z.url({
      protocol: /^postgres(ql)?$/,
      error: "must look like postgres://user:password@host/db",
    }),
  ),
  DATABASE_OWNER_URL: optional(
    z.url({
      protocol: /^postgres(ql)?$/,
      error: "must look like postgres://owner:password@host/db",
    }),
  ),
  POSTGRES_HOST: text,
  POSTGRES_PORT: port(5432),
  POSTGRES_USER: text,
  POSTGRES_PASSWORD: text,
  POSTGRES_DB: text,
  POSTGRES_OWNER_USER: text,
  POSTGRES_OWNER_PASSWORD: text,
  DATABASE_POOL_SIZE: count(10),
  DATA_DIR: z.string().min(1).default(".data"),

  // Ledger
  LEDGER_SEAL_KEY: text,

  // Sign-in
  NEXTAUTH_SECRET: text,
  OIDC_ISSUER: url,
  OIDC_CLIENT_ID: text,
  OIDC_CLIENT_SECRET: text,
  OIDC_NAME: z.string().default("Single sign-on"),
  GITHUB_CLIENT_ID: text,
  GITHUB_CLIENT_SECRET: text,
  GOOGLE_CLIENT_ID: text,
  GOOGLE_CLIENT_SECRET: text,
  SIGN_UP_OPEN: flag(true),
  ALLOW_UNVERIFIED_ACCOUNTS: flag(false),
  SECURITY_CONTACT: text,
  SIGN_UP_PROOF_OF_WORK: z.enum(["", "true", "false"]).default(""),
  STAFF_SECOND_FACTOR: z.enum(["", "true", "false"]).default(""),
  TRUST_PROXY: flag(false),

  // API
  API_LOOKUPS_PER_ADDRESS: limit(600),
  API_REQUESTS_PER_KEY: limit(0),
  PORTAL_RETURN_ORIGINS: origins,

  // Stripe
  STRIPE_SECRET_KEY: text,
  STRIPE_PUBLISHABLE_KEY: text,
  STRIPE_WEBHOOK_SECRET_CREDITS: text,
  STRIPE_API_BASE: url,
  STRIPE_EMULATOR_PORT: port(12111),
  CHECKOUT_UI: z.enum(["hosted", "embedded"]).default("hosted"),
  BLOCK_PURCHASES_DURING_DISPUTE: flag(true),

  // Operation
  RETENTION_EVENT_PAYLOADS_DAYS: days(90),
  RETENTION_DELIVERIES_DAYS: days(180),
  RETENTION_MAILS_DAYS: days(365),
  RETENTION_RECONCILIATIONS_DAYS: days(90),
  ADMIN_NOTICES_MINUTES: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce.number().int().min(0).default(5),
  ),

  // E-mail
  SMTP_URL: optional(
    z.url({ protocol: /^smtps?$/, error: "must look like smtp://user:password@host:587" }),
  ),
  EMAIL_FROM: z.string().default("Ops-Center Credits <credits@localhost>"),
  GRANT_APPROVAL_CREDITS: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,6})?$/, "must be a number of credits, such as 10000")
    .default("10000"),
  LOW_BALANCE_CREDITS: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,6})?$/, "must be a number of credits, such as 100")
    .default("100"),
});

/** Variables in their types, each right by itself. */
export type Values = z.infer<typeof schema>;

/** Those of the database alone. */
export const databaseSchema = schema.pick({
  DATABASE_URL: true,
  DATABASE_OWNER_URL: true,
  POSTGRES_HOST: true,
  POSTGRES_PORT: true,
  POSTGRES_USER: true,
  POSTGRES_PASSWORD: true,
  POSTGRES_DB: true,
  POSTGRES_OWNER_USER: true,
  POSTGRES_OWNER_PASSWORD: true,
  DATABASE_POOL_SIZE: true,
  LEDGER_SEAL_KEY: true,
});
export type DatabaseValues = z.infer<typeof databaseSchema>;

/** What is wrong with variables taken together: each fault names the variable and what to do. */
export function findFaults(values: Values): string[] {
  return [...databaseFaults(values), ...signInFaults(values), ...stripeFaults(values)];
}

/** What is wrong with the database's variables taken together. */
export function databaseFaults(values: DatabaseValues): string[] {
  const faults = sealKeys(values).some((key) => key.length < 32)
    ? ["LEDGER_SEAL_KEY: needs at least 32 characters; make one with: openssl rand -base64 48"]
    : [];
  return [...faults, ...connectionFaults(values)];
}

/** Several are separated by commas, while one is being replaced: the first seals. */
export function sealKeys(values: DatabaseValues): string[] {
  return readList(values.LEDGER_SEAL_KEY);
}

function connectionFaults(values: DatabaseValues): string[] {
  if (values.DATABASE_URL || values.POSTGRES_HOST) {
    const missing = values.DATABASE_URL
      ? []
      : (["POSTGRES_USER", "POSTGRES_DB"] as const).filter((name) => !values[name]);
    return missing.map((name) => `${name}: needed beside POSTGRES_HOST (or set DATABASE_URL)`);
  }
  return [
    "DATABASE_URL: not set (or set POSTGRES_HOST, POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB)",
  ];
}

function signInFaults(values: Values): string[] {
  const faults: string[] = [];
  if (!values.NEXTAUTH_SECRET || values.NEXTAUTH_SECRET.length < 32) {
    faults.push(
      "NEXTAUTH_SECRET: needs at least 32 characters; make one with: openssl rand -base64 48",
    );
  }
  if (values.NODE_ENV === "production" && !values.APP_URL) {
    faults.push("APP_URL: not set; the address people open, such as https://credits.example.com");
  }
  if (values.NODE_ENV === "production" && values.APP_URL && isPlainHttp(values.APP_URL)) {
    faults.push(
      "APP_URL: must begin with https:// in production (http:// is for localhost only): passwords and sessions would be readable on the way",
    );
  }
  for (const name of ["OIDC", "GITHUB", "GOOGLE"] as const) {
    const id = values[`${name}_CLIENT_ID`];
    const secret = values[`${name}_CLIENT_SECRET`];
    if (Boolean(id) !== Boolean(secret)) {
      faults.push(
        `${name}_CLIENT_${id ? "SECRET" : "ID"}: needed beside ${name}_CLIENT_${id ? "ID" : "SECRET"}`,
      );
    }
  }
  if (values.OIDC_CLIENT_ID && !values.OIDC_ISSUER) {
    faults.push(
      "OIDC_ISSUER: needed beside OIDC_CLIENT_ID, such as https://keycloak.example.com/realms/main",
    );
  }
  return faults;
}

function isPlainHttp(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return (
    protocol === "http:" && !/^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  );
}

function stripeFaults(values: Values): string[] {
  const faults: string[] = [];
  const key = values.STRIPE_SECRET_KEY;
  const secretMode = keyMode(key, "sk") ?? keyMode(key, "rk");
  if (!key) {
    faults.push(
      "STRIPE_SECRET_KEY: not set; copy it from the Stripe dashboard, Developers, API keys",
    );
  } else if (!secretMode) {
    faults.push("STRIPE_SECRET_KEY: must begin with sk_test_, sk_live_, rk_test_ or rk_live_");
  }
  if (secretMode === "live" && values.NODE_ENV !== "production") {
    faults.push("STRIPE_SECRET_KEY: is a live key outside production; use the sk_test_ key here");
  }
  const publishable = values.STRIPE_PUBLISHABLE_KEY;
  const publishableMode = keyMode(publishable, "pk");
  if (publishable && !publishableMode) {
    faults.push("STRIPE_PUBLISHABLE_KEY: must begin with pk_test_ or pk_live_");
  }
  if (secretMode && publishableMode && secretMode !== publishableMode) {
    faults.push(
      `STRIPE_PUBLISHABLE_KEY: is a ${publishableMode} key beside a ${secretMode} STRIPE_SECRET_KEY; take both from the same mode`,
    );
  }
  if (values.CHECKOUT_UI === "embedded" && !publishable) {
    faults.push(
      "STRIPE_PUBLISHABLE_KEY: needed for CHECKOUT_UI=embedded; copy it from the Stripe dashboard, Developers, API keys",
    );
  }
  const secretFault = webhookSecrets(values).map(findSecretFault).find(Boolean);
  if (secretFault) faults.push(`STRIPE_WEBHOOK_SECRET_CREDITS: ${secretFault}`);
  if (values.STRIPE_API_BASE && secretMode === "live") {
    faults.push("STRIPE_API_BASE: a live key is sent to Stripe only; remove STRIPE_API_BASE");
  }
  return faults;
}

/**
 * What guides write where the secret belongs: whsec_YOUR_SECRET_HERE, whsec_…, whsec_xxxx. Words
 * count only by themselves, since a real secret may contain any letters in a row.
 */
const PLACEHOLDER =
  /^whsec_(.*(^|[_<-])(your|here|secret|placeholder|changeme|example)([_>-]|$)|[….<>*]+$|x{3,}$)/i;

function findSecretFault(secret: string): string | undefined {
  if (PLACEHOLDER.test(secret)) {
    return "is a placeholder; copy the endpoint's signing secret from the Stripe dashboard, Developers, Webhooks, or leave it empty";
  }
  return /^whsec_[A-Za-z0-9+/=_-]{8,}$/.test(secret)
    ? undefined
    : "every secret must begin with whsec_ (several are separated by commas)";
}

/** Whether a key of Stripe's is for testing or for real money; undefined when it is no such key. */
export function keyMode(key: string | undefined, prefix: string): "test" | "live" | undefined {
  if (key?.startsWith(`${prefix}_test_`)) return "test";
  if (key?.startsWith(`${prefix}_live_`)) return "live";
  return undefined;
}

/** Several are separated by commas, while one is being rolled. */
export function webhookSecrets(values: Values): string[] {
  return readList(values.STRIPE_WEBHOOK_SECRET_CREDITS);
}

function readList(text = ""): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** The environment has faults. `faults` names every one of them, each with what to do. */
export class EnvironmentError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(
      `The environment has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`,
    );
    this.name = "EnvironmentError";
  }
}
