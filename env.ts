/**
 * The only reader of process.env. Everything else asks `env()`, so a setting has one name, one
 * check and one place where its absence is explained.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import nextEnv from "@next/env";
import { parse as parseDotenv } from "dotenv";
import { z } from "zod";

const optional = (schema: z.ZodString | z.ZodURL) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
const text = optional(z.string());
const url = optional(z.url({ protocol: /^https?$/, error: "must be a full http(s) URL" }));
const port = (fallback: number) =>
  z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce.number().int().min(1).max(65535).default(fallback),
  );
const count = (fallback: number) =>
  z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce.number().int().min(1).default(fallback),
  );
const flag = (fallback: boolean) =>
  z.preprocess(
    (value) => (value === "" ? undefined : value),
    z
      .enum(["true", "false", "1", "0"])
      .default(fallback ? "true" : "false")
      .transform((value) => value === "true" || value === "1"),
  );

const schema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),

  // Web
  PORT: port(3000),
  APP_URL: url,
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal"]).default("info"),

  // Database
  DATABASE_URL: optional(
    z.url({
      protocol: /^postgres(ql)?$/,
      error: "must look like postgres://user:password@host/db",
    }),
  ),
  POSTGRES_HOST: text,
  POSTGRES_PORT: port(5432),
  POSTGRES_USER: text,
  POSTGRES_PASSWORD: text,
  POSTGRES_DB: text,
  DATABASE_POOL_SIZE: count(10),
  DATA_DIR: z.string().min(1).default(".data"),

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
  TRUST_PROXY: flag(false),

  // Stripe
  STRIPE_SECRET_KEY: text,
  STRIPE_PUBLISHABLE_KEY: text,
  STRIPE_WEBHOOK_SECRET_CREDITS: text,
  STRIPE_API_BASE: url,
  STRIPE_EMULATOR_PORT: port(12111),
  BLOCK_PURCHASES_DURING_DISPUTE: flag(true),

  // E-mail
  SMTP_URL: optional(
    z.url({ protocol: /^smtps?$/, error: "must look like smtp://user:password@host:587" }),
  ),
  EMAIL_FROM: z.string().default("Ops-Center Credits <credits@localhost>"),
  LOW_BALANCE_CREDITS: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,6})?$/, "must be a number of credits, such as 100")
    .default("100"),
});

type Values = z.infer<typeof schema>;

/** Settings as the program uses them, grouped by capability. */
export interface Env {
  readonly production: boolean;
  readonly test: boolean;
  readonly logLevel: Values["LOG_LEVEL"];
  readonly web: { readonly port: number; readonly appUrl: string; readonly trustProxy: boolean };
  readonly database: { readonly url: string; readonly poolSize: number };
  readonly dataDir: string;
  readonly signIn: {
    readonly secret: string;
    readonly signUpOpen: boolean;
    readonly oidc: (OAuthClient & { issuer: string; name: string }) | undefined;
    readonly github: OAuthClient | undefined;
    readonly google: OAuthClient | undefined;
  };
  readonly stripe: {
    readonly secretKey: string;
    readonly publishableKey: string | undefined;
    /** Empty when no secret is configured: the webhook then refuses every delivery with 503. */
    readonly webhookSecrets: readonly string[];
    readonly apiBase: string | undefined;
    readonly mode: StripeMode;
    readonly blockPurchasesDuringDispute: boolean;
  };
  readonly email: {
    readonly smtpUrl: string | undefined;
    readonly from: string;
    readonly lowBalanceCredits: string;
  };
}

export type StripeMode = "test" | "live" | "emulator";

interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
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

/**
 * Reads settings from the given variables.
 * @throws EnvironmentError naming every fault at once, so that a person mends them in one go.
 */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const parsed = schema.safeParse(variables);
  if (!parsed.success) {
    throw new EnvironmentError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
    );
  }
  const values = parsed.data;
  const faults = [...databaseFaults(values), ...signInFaults(values), ...stripeFaults(values)];
  if (faults.length > 0) throw new EnvironmentError(faults);
  return group(values);
}

function databaseFaults(values: Values): string[] {
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
  for (const secret of webhookSecrets(values)) {
    if (!/^whsec_\S{8,}$/.test(secret)) {
      faults.push(
        "STRIPE_WEBHOOK_SECRET_CREDITS: every secret must begin with whsec_ (several are separated by commas)",
      );
      break;
    }
  }
  if (values.STRIPE_API_BASE && secretMode === "live") {
    faults.push("STRIPE_API_BASE: a live key is sent to Stripe only; remove STRIPE_API_BASE");
  }
  return faults;
}

function keyMode(key: string | undefined, prefix: string): "test" | "live" | undefined {
  if (key?.startsWith(`${prefix}_test_`)) return "test";
  if (key?.startsWith(`${prefix}_live_`)) return "live";
  return undefined;
}

function webhookSecrets(values: Values): string[] {
  return (values.STRIPE_WEBHOOK_SECRET_CREDITS ?? "")
    .split(",")
    .map((secret) => secret.trim())
    .filter((secret) => secret !== "");
}

function group(values: Values): Env {
  const client = (id: string | undefined, secret: string | undefined) =>
    id && secret ? { clientId: id, clientSecret: secret } : undefined;
  const oidc = client(values.OIDC_CLIENT_ID, values.OIDC_CLIENT_SECRET);
  return {
    production: values.NODE_ENV === "production",
    test: values.NODE_ENV === "test",
    logLevel: values.LOG_LEVEL,
    web: {
      port: values.PORT,
      appUrl: (values.APP_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, ""),
      trustProxy: values.TRUST_PROXY,
    },
    database: { url: databaseUrl(values), poolSize: values.DATABASE_POOL_SIZE },
    dataDir: values.DATA_DIR,
    signIn: {
      secret: values.NEXTAUTH_SECRET ?? "",
      signUpOpen: values.SIGN_UP_OPEN,
      oidc:
        oidc && values.OIDC_ISSUER
          ? { ...oidc, issuer: values.OIDC_ISSUER, name: values.OIDC_NAME }
          : undefined,
      github: client(values.GITHUB_CLIENT_ID, values.GITHUB_CLIENT_SECRET),
      google: client(values.GOOGLE_CLIENT_ID, values.GOOGLE_CLIENT_SECRET),
    },
    stripe: {
      secretKey: values.STRIPE_SECRET_KEY ?? "",
      publishableKey: values.STRIPE_PUBLISHABLE_KEY,
      webhookSecrets: webhookSecrets(values),
      apiBase: values.STRIPE_API_BASE,
      mode: values.STRIPE_API_BASE
        ? "emulator"
        : (keyMode(values.STRIPE_SECRET_KEY, "sk") ??
          keyMode(values.STRIPE_SECRET_KEY, "rk") ??
          "test"),
      blockPurchasesDuringDispute: values.BLOCK_PURCHASES_DURING_DISPUTE,
    },
    email: {
      smtpUrl: values.SMTP_URL,
      from: values.EMAIL_FROM,
      lowBalanceCredits: values.LOW_BALANCE_CREDITS,
    },
  };
}

function databaseUrl(values: Values): string {
  if (values.DATABASE_URL) return values.DATABASE_URL;
  const url = new URL(
    `postgres://${values.POSTGRES_HOST}:${values.POSTGRES_PORT}/${values.POSTGRES_DB}`,
  );
  url.username = encodeURIComponent(values.POSTGRES_USER ?? "");
  url.password = encodeURIComponent(values.POSTGRES_PASSWORD ?? "");
  return url.href;
}

/**
 * Variables of this process with those of the .env files beneath: what is exported wins over
 * .env.local, .env and, last, .env.auth (where Ops-Center keeps its secrets).
 */
export function readVariables(directory = process.cwd()): Record<string, string | undefined> {
  nextEnv.loadEnvConfig(directory, process.env.NODE_ENV !== "production", {
    info() {},
    error: console.error,
  });
  return { ...readEnvAuth(directory), ...process.env };
}

function readEnvAuth(directory: string): Record<string, string> {
  try {
    return parseDotenv(readFileSync(path.join(directory, ".env.auth")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}

let loaded: Env | undefined;

/** The settings of this process, parsed once. @throws EnvironmentError */
export function env(): Env {
  loaded ??= parseEnv(readVariables());
  return loaded;
}
