/**
 * The settings of this process. Everything else asks `env()`, so a setting has one name, one
 * check and one place where its absence is explained.
 */
import type { z } from "zod";
import {
  type DatabaseValues,
  databaseFaults,
  databaseSchema,
  EnvironmentError,
  findFaults,
  keyMode,
  schema,
  sealKeys,
  type Values,
  webhookSecrets,
} from "./schema";
import { readVariables, withRunningCopy } from "./variables";

export { readVariables, runningCopyFile, withRunningCopy } from "./variables";

/** Settings as the program uses them, grouped by capability. */
export interface Env {
  readonly production: boolean;
  readonly test: boolean;
  readonly logLevel: Values["LOG_LEVEL"];
  readonly web: {
    readonly port: number;
    /** The address to listen on; undefined for all. */
    readonly host: string | undefined;
    readonly appUrl: string;
    readonly trustProxy: boolean;
  };
  readonly processes: {
    /** How many processes answer requests. */
    readonly webConcurrency: number;
    /** Undefined: metrics are not served. */
    readonly metrics: { readonly port: number; readonly host: string } | undefined;
    /** Between "not ready" and the last accepted connection, so that a load balancer can notice. */
    readonly shutdownDelayMs: number;
    /** How long requests and jobs under way may take to end after a stop signal. */
    readonly shutdownGraceMs: number;
  };
  readonly database: {
    readonly url: string;
    /** As the role that owns the tables, for migrations; `url` where there is only one role. */
    readonly ownerUrl: string;
    readonly poolSize: number;
    /** What the ledger's seals are made with, the first first; none: they are plain hashes. */
    readonly sealKeys: readonly string[];
  };
  readonly dataDir: string;
  readonly signIn: {
    readonly secret: string;
    readonly signUpOpen: boolean;
    readonly unverifiedAllowed: boolean;
    /** Where faults are reported: a mailto: or https: address, for security.txt. */
    readonly securityContact: string | undefined;
    /** Undefined: the settings page decides. */
    readonly staffSecondFactor: boolean | undefined;
    /** The same. */
    readonly proofOfWork: boolean | undefined;
    readonly oidc: (OAuthClient & { issuer: string; name: string }) | undefined;
    readonly github: OAuthClient | undefined;
    readonly google: OAuthClient | undefined;
  };
  /** How many requests a minute are answered; 0 means no limit. */
  readonly api: {
    readonly lookupsPerAddress: number;
    readonly requestsPerKey: number;
    /** Where a customer may be sent back to after the portal, beside this site. */
    readonly portalReturnOrigins: readonly string[];
  };
  readonly stripe: {
    readonly secretKey: string;
    readonly publishableKey: string | undefined;
    /** Empty when no secret is configured: the webhook then refuses every delivery with 503. */
    readonly webhookSecrets: readonly string[];
    readonly apiBase: string | undefined;
    readonly mode: StripeMode;
    /** Where a buyer pays: on Stripe's page, or in its form on ours. */
    readonly checkoutUi: Values["CHECKOUT_UI"];
    readonly blockPurchasesDuringDispute: boolean;
  };
  readonly operation: {
    readonly retention: RetentionDays;
    /** How long news for admins may be gathered before they are mailed; 0 mails none. */
    readonly adminNoticesMinutes: number;
  };
  readonly email: {
    readonly smtpUrl: string | undefined;
    readonly from: string;
    readonly lowBalanceCredits: string;
  };
  readonly admin: {
    /** Grants of more than this many credits need a second admin. */
    readonly grantApprovalCredits: string;
  };
}

/** After how many days each is removed; 0 keeps it. */
export interface RetentionDays {
  /** What Stripe sent, of events that are done: the facts stay. */
  readonly eventPayloads: number;
  readonly deliveries: number;
  readonly mails: number;
  readonly reconciliations: number;
}

export type StripeMode = "test" | "live" | "emulator";

interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Reads settings from the given variables.
 * @throws EnvironmentError naming every fault at once, so that a person mends them in one go.
 */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const values = check(schema, variables);
  const faults = findFaults(values);
  if (faults.length > 0) throw new EnvironmentError(faults);
  return group(values);
}

/**
 * Reads the database's settings alone: what migrations and checks of the ledger need. A command
 * that touches nothing else must not ask for the keys of Stripe.
 * @throws EnvironmentError naming every fault of these settings
 */
export function parseDatabaseEnv(variables: Record<string, string | undefined>): Env["database"] {
  const values = check(databaseSchema, variables);
  const faults = databaseFaults(values);
  if (faults.length > 0) throw new EnvironmentError(faults);
  return databaseSettings(values);
}

function check<Schema extends z.ZodType>(
  given: Schema,
  variables: Record<string, string | undefined>,
): z.output<Schema> {
  const parsed = given.safeParse(variables);
  if (parsed.success) return parsed.data;
  throw new EnvironmentError(
    parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
  );
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
      host: values.HOST,
      appUrl: (values.APP_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, ""),
      trustProxy: values.TRUST_PROXY,
    },
    processes: {
      webConcurrency: values.WEB_CONCURRENCY,
      metrics: values.METRICS_PORT
        ? { port: values.METRICS_PORT, host: values.METRICS_HOST }
        : undefined,
      shutdownDelayMs: values.SHUTDOWN_DELAY_SECONDS * 1000,
      shutdownGraceMs: values.SHUTDOWN_GRACE_SECONDS * 1000,
    },
    database: databaseSettings(values),
    dataDir: values.DATA_DIR,
    signIn: {
      secret: values.NEXTAUTH_SECRET ?? "",
      signUpOpen: values.SIGN_UP_OPEN,
      unverifiedAllowed: values.ALLOW_UNVERIFIED_ACCOUNTS,
      securityContact: values.SECURITY_CONTACT,
      staffSecondFactor: choice(values.STAFF_SECOND_FACTOR),
      proofOfWork: choice(values.SIGN_UP_PROOF_OF_WORK),
      oidc:
        oidc && values.OIDC_ISSUER
          ? { ...oidc, issuer: values.OIDC_ISSUER, name: values.OIDC_NAME }
          : undefined,
      github: client(values.GITHUB_CLIENT_ID, values.GITHUB_CLIENT_SECRET),
      google: client(values.GOOGLE_CLIENT_ID, values.GOOGLE_CLIENT_SECRET),
    },
    api: {
      lookupsPerAddress: values.API_LOOKUPS_PER_ADDRESS,
      requestsPerKey: values.API_REQUESTS_PER_KEY,
      portalReturnOrigins: values.PORTAL_RETURN_ORIGINS,
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
      checkoutUi: values.CHECKOUT_UI,
      blockPurchasesDuringDispute: values.BLOCK_PURCHASES_DURING_DISPUTE,
    },
    operation: {
      retention: {
        eventPayloads: values.RETENTION_EVENT_PAYLOADS_DAYS,
        deliveries: values.RETENTION_DELIVERIES_DAYS,
        mails: values.RETENTION_MAILS_DAYS,
        reconciliations: values.RETENTION_RECONCILIATIONS_DAYS,
      },
      adminNoticesMinutes: values.ADMIN_NOTICES_MINUTES,
    },
    email: {
      smtpUrl: values.SMTP_URL,
      from: values.EMAIL_FROM,
      lowBalanceCredits: values.LOW_BALANCE_CREDITS,
    },
    admin: { grantApprovalCredits: values.GRANT_APPROVAL_CREDITS },
  };
}

/** @returns undefined where the environment leaves it to the settings page */
function choice(text: "" | "true" | "false"): boolean | undefined {
  return text === "" ? undefined : text === "true";
}

function databaseSettings(values: DatabaseValues): Env["database"] {
  return {
    url: databaseUrl(values),
    ownerUrl: ownerUrl(values),
    poolSize: values.DATABASE_POOL_SIZE,
    sealKeys: sealKeys(values),
  };
}

function databaseUrl(values: DatabaseValues): string {
  return values.DATABASE_URL ?? urlOf(values, values.POSTGRES_USER, values.POSTGRES_PASSWORD);
}

/** Parts and URLs are not mixed: the owner of another server would migrate another database. */
function ownerUrl(values: DatabaseValues): string {
  const { POSTGRES_OWNER_USER: user, POSTGRES_OWNER_PASSWORD: password } = values;
  if (values.DATABASE_OWNER_URL) return values.DATABASE_OWNER_URL;
  return user && !values.DATABASE_URL ? urlOf(values, user, password) : databaseUrl(values);
}

function urlOf(values: DatabaseValues, user = "", password = ""): string {
  const url = new URL(
    `postgres://${values.POSTGRES_HOST}:${values.POSTGRES_PORT}/${values.POSTGRES_DB}`,
  );
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}

/** The database's settings of this process. @throws EnvironmentError */
export function databaseEnv(): Env["database"] {
  return loaded?.database ?? parseDatabaseEnv(withRunningCopy(readVariables()));
}

let loaded: Env | undefined;

/** The settings of this process, parsed once. @throws EnvironmentError */
export function env(): Env {
  loaded ??= parseEnv(withRunningCopy(readVariables()));
  return loaded;
}
