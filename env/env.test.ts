import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parseDatabaseEnv, parseEnv, readVariables, runningCopyFile, withRunningCopy } from "@/env";
import { EnvironmentError } from "./schema";

const GOOD = {
  NODE_ENV: "production",
  APP_URL: "https://credits.example.com/",
  DATABASE_URL: "postgres://credits:pw@db/credits",
  NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
  STRIPE_SECRET_KEY: "sk_live_0123456789",
  STRIPE_WEBHOOK_SECRET_CREDITS: "whsec_0123456789",
};

function faultsOf(variables: Record<string, string | undefined>): readonly string[] {
  try {
    parseEnv(variables);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.faults;
    throw error;
  }
}

/** The variables that faults name. */
function namesOf(variables: Record<string, string | undefined>): string[] {
  return faultsOf(variables).map((fault) => fault.split(":")[0] ?? "");
}

describe("parseEnv", () => {
  it("takes production with live keys", () => {
    expect(parseEnv(GOOD)).toMatchObject({
      production: true,
      web: { appUrl: "https://credits.example.com", port: 3000 },
      stripe: { mode: "live", webhookSecrets: ["whsec_0123456789"] },
    });
  });

  it("names every fault of an empty environment at once", () => {
    expect(namesOf({ NODE_ENV: "production" })).toEqual([
      "DATABASE_URL",
      "NEXTAUTH_SECRET",
      "APP_URL",
      "STRIPE_SECRET_KEY",
    ]);
  });

  it("names every value that is wrong by itself, at once", () => {
    const wrong = {
      PORT: "eighty",
      APP_URL: "credits",
      DATABASE_URL: "mysql://x",
      STRIPE_API_BASE: "localhost:1",
      SMTP_URL: "http://mail",
      LOW_BALANCE_CREDITS: "few",
      TRUST_PROXY: "perhaps",
    };
    expect(namesOf({ ...GOOD, ...wrong }).sort()).toEqual(Object.keys(wrong).sort());
  });

  it("takes no plain http address in production, except for this machine's own", () => {
    expect(namesOf({ ...GOOD, APP_URL: "http://credits.example.com" })).toEqual(["APP_URL"]);
    expect(namesOf({ ...GOOD, APP_URL: "http://localhost.example.com" })).toEqual(["APP_URL"]);
    for (const APP_URL of ["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"]) {
      expect(faultsOf({ ...GOOD, APP_URL })).toEqual([]);
    }
  });

  it("keeps a live key out of development and tests", () => {
    for (const NODE_ENV of ["development", "test"]) {
      expect(faultsOf({ ...GOOD, NODE_ENV })).toEqual([
        expect.stringMatching(/^STRIPE_SECRET_KEY: is a live key outside production/),
      ]);
      expect(faultsOf({ ...GOOD, NODE_ENV, STRIPE_SECRET_KEY: "rk_live_1" })).toHaveLength(1);
    }
  });

  it("sends a live key to nobody but Stripe", () => {
    expect(namesOf({ ...GOOD, STRIPE_API_BASE: "http://127.0.0.1:12111" })).toEqual([
      "STRIPE_API_BASE",
    ]);
  });

  it("refuses keys of two modes together, and what is no key", () => {
    expect(namesOf({ ...GOOD, STRIPE_PUBLISHABLE_KEY: "pk_test_1" })).toEqual([
      "STRIPE_PUBLISHABLE_KEY",
    ]);
    expect(faultsOf({ ...GOOD, STRIPE_PUBLISHABLE_KEY: "pk_live_1" })).toEqual([]);
    expect(namesOf({ ...GOOD, STRIPE_SECRET_KEY: "pk_live_1" })).toEqual(["STRIPE_SECRET_KEY"]);
    expect(namesOf({ ...GOOD, STRIPE_PUBLISHABLE_KEY: "sk_live_1" })).toEqual([
      "STRIPE_PUBLISHABLE_KEY",
    ]);
  });

  it("embeds Stripe's form only with a publishable key, which the form needs", () => {
    const embedded = { ...GOOD, CHECKOUT_UI: "embedded" };
    expect(namesOf(embedded)).toEqual(["STRIPE_PUBLISHABLE_KEY"]);
    const withKey = { ...embedded, STRIPE_PUBLISHABLE_KEY: "pk_live_1" };
    expect(parseEnv(withKey).stripe.checkoutUi).toBe("embedded");
    expect(parseEnv(GOOD).stripe.checkoutUi).toBe("hosted");
  });

  it("takes several webhook secrets, and none that is empty or isn't one", () => {
    const secretsOf = (text: string) =>
      parseEnv({ ...GOOD, STRIPE_WEBHOOK_SECRET_CREDITS: text }).stripe.webhookSecrets;
    expect(secretsOf("whsec_new01234, whsec_old01234 ,")).toEqual([
      "whsec_new01234",
      "whsec_old01234",
    ]);
    // No secret is configured: the webhook answers 503, and nothing is verified with "".
    for (const nothing of ["", " ", ",", " , "]) expect(secretsOf(nothing)).toEqual([]);
    for (const wrong of ["sk_live_1", "whsec_", "whsec_good0123,other"]) {
      expect(namesOf({ ...GOOD, STRIPE_WEBHOOK_SECRET_CREDITS: wrong })).toEqual([
        "STRIPE_WEBHOOK_SECRET_CREDITS",
      ]);
    }
  });

  it.each([
    "whsec_YOUR_SECRET_HERE",
    "whsec_…",
    "whsec_...",
    "whsec_xxxxxxxxxxxx",
    "whsec_<secret>",
  ])("names a placeholder as what it is: %s", (secret) => {
    expect(faultsOf({ ...GOOD, STRIPE_WEBHOOK_SECRET_CREDITS: secret })).toEqual([
      expect.stringMatching(/^STRIPE_WEBHOOK_SECRET_CREDITS: is a placeholder/),
    ]);
  });

  it("takes a secret for no placeholder because of a word in it", () => {
    const secret = "whsec_aHereYourSecret0123456789abcdef";
    expect(faultsOf({ ...GOOD, STRIPE_WEBHOOK_SECRET_CREDITS: secret })).toEqual([]);
  });

  it("names a port that can't be one", () => {
    expect(faultsOf({ ...GOOD, PORT: "99999" })).toEqual(["PORT: must be a port, 1 to 65535"]);
  });

  it("gives migrations the database's settings although nothing else is set, and names their faults", () => {
    const { DATABASE_URL } = GOOD;
    expect(parseDatabaseEnv({ DATABASE_URL })).toEqual({
      url: DATABASE_URL,
      ownerUrl: DATABASE_URL,
      poolSize: 10,
      sealKeys: [],
    });
    expect(() => parseDatabaseEnv({ DATABASE_URL, LEDGER_SEAL_KEY: "short" })).toThrow(
      /LEDGER_SEAL_KEY: needs at least 32/,
    );
    expect(() => parseDatabaseEnv({})).toThrow(/DATABASE_URL: not set/);
  });

  it("puts a database URL together from its parts, whatever a password holds", () => {
    const parts = {
      ...GOOD,
      DATABASE_URL: "",
      POSTGRES_HOST: "unicorn-postgresql",
      POSTGRES_USER: "us er",
      POSTGRES_PASSWORD: "p@ss:/?#%",
      POSTGRES_DB: "credits",
    };
    const url = new URL(parseEnv(parts).database.url);
    expect(url.host).toBe("unicorn-postgresql:5432");
    expect(decodeURIComponent(url.username)).toBe("us er");
    expect(decodeURIComponent(url.password)).toBe("p@ss:/?#%");
    expect(namesOf({ ...parts, POSTGRES_USER: "", POSTGRES_DB: "" })).toEqual([
      "POSTGRES_USER",
      "POSTGRES_DB",
    ]);
  });

  it("never repeats a secret in a fault", () => {
    const text = faultsOf({
      ...GOOD,
      NODE_ENV: "development",
      STRIPE_PUBLISHABLE_KEY: "pk_test_hidden",
      STRIPE_WEBHOOK_SECRET_CREDITS: "hidden",
      NEXTAUTH_SECRET: "hidden",
    }).join();
    expect(text).not.toMatch(/hidden|0123456789/);
  });
});

describe("commands on a server", () => {
  const home = mkdtempSync(path.join(tmpdir(), "credits-env-auth-"));
  afterAll(() => rmSync(home, { recursive: true }));
  const readWith = (lines: string) => {
    writeFileSync(path.join(home, ".env.auth"), lines);
    vi.stubEnv("NODE_ENV", "");
    vi.stubEnv("STRIPE_SECRET_KEY", undefined);
    const variables = readVariables(home);
    vi.unstubAllEnvs();
    return variables;
  };

  it("work in production beside a live key, without being told so", () => {
    expect(readWith("STRIPE_SECRET_KEY=sk_live_0123456789\n").NODE_ENV).toBe("production");
    expect(readWith("STRIPE_SECRET_KEY=rk_live_0123456789\n").NODE_ENV).toBe("production");
    expect(readWith("STRIPE_SECRET_KEY=sk_test_0123456789\n").NODE_ENV).toBeFalsy();
  });

  it("take the port and the address to listen on from .env.auth", () => {
    for (const name of ["PORT", "HOST"]) vi.stubEnv(name, undefined);
    const { PORT, HOST } = readWith("PORT=3300\nHOST=127.0.0.2\n");
    expect(parseEnv({ ...GOOD, PORT, HOST }).web).toMatchObject({ port: 3300, host: "127.0.0.2" });
  });

  it("leave aside a DATABASE_URL of .env.auth where compose exports an empty one", () => {
    for (const name of ["POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB"]) {
      vi.stubEnv(name, undefined);
    }
    vi.stubEnv("DATABASE_URL", "");
    vi.stubEnv("POSTGRES_HOST", "unicorn-postgresql");
    const variables = readWith(
      "DATABASE_URL=postgres://old@127.0.0.1/old\nPOSTGRES_USER=a\nPOSTGRES_PASSWORD=b\nPOSTGRES_DB=c\n",
    );
    expect(parseDatabaseEnv(variables).url).toBe("postgres://a:b@unicorn-postgresql:5432/c");
  });
});

describe("commands beside npm run dev", () => {
  const DATA_DIR = mkdtempSync(path.join(tmpdir(), "credits-env-"));
  const running = { DATABASE_URL: "postgres://credits@127.0.0.1:4/credits", PORT: "3200" };
  beforeAll(() => writeFileSync(runningCopyFile(DATA_DIR), JSON.stringify(running)));
  afterAll(() => rmSync(DATA_DIR, { recursive: true }));

  it("work on what it runs on", () => {
    expect(withRunningCopy({ DATA_DIR })).toEqual({ DATA_DIR, ...running });
    const given = { DATA_DIR, DATABASE_URL: running.DATABASE_URL };
    expect(withRunningCopy(given)).toMatchObject({ PORT: "3200" });
  });

  it.each([
    ["another database", { DATABASE_URL: "postgres://credits@elsewhere/credits" }],
    ["a database by its host", { POSTGRES_HOST: "elsewhere" }],
    ["production", { NODE_ENV: "production" }],
    ["tests", { NODE_ENV: "test" }],
  ])("never mix its keys with %s", (_name, variables) => {
    expect(withRunningCopy({ DATA_DIR, ...variables })).toEqual({ DATA_DIR, ...variables });
  });

  it("work on the environment alone when it doesn't run", () => {
    expect(withRunningCopy({ DATA_DIR: "/nowhere" })).toEqual({ DATA_DIR: "/nowhere" });
  });
});
