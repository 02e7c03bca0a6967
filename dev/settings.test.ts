import { describe, expect, it } from "vitest";
import { EnvironmentError } from "@/env/schema";
import { settle } from "./settings";

const secrets = {
  postgresPassword: "0".repeat(32),
  nextauthSecret: "n".repeat(48),
  ledgerSealKey: "s".repeat(48),
  webhookSecret: "whsec_made0123456789",
  emulatorKey: "sk_test_made0123456789",
};
const ownDatabase = { DATABASE_URL: "postgres://me:secret@db.example.com/mine" };
const ownStripe = { STRIPE_SECRET_KEY: "sk_test_mine0123456789" };

describe("what npm run dev runs on", () => {
  it("without any setting is the embedded database and the emulator", () => {
    const settings = settle({}, secrets);
    expect(settings.embeddedDatabase).toBe(true);
    expect(settings.emulator).toEqual({ port: 12111, webhookSecret: secrets.webhookSecret });
    expect(settings.variables.STRIPE_API_BASE).toBe("http://127.0.0.1:12111");
    expect(settings.variables.STRIPE_SECRET_KEY).toBe(secrets.emulatorKey);
    expect(settings.webhookUrl).toBe("http://127.0.0.1:3000/api/v1/billing/credits/webhook");
  });

  it("takes the given database and still the emulator", () => {
    const settings = settle(ownDatabase, secrets);
    expect(settings.embeddedDatabase).toBe(false);
    expect(settings.variables.DATABASE_URL).toBe(ownDatabase.DATABASE_URL);
    expect(settings.emulator).toBeDefined();
  });

  it("takes the given Stripe and still the embedded database", () => {
    const settings = settle(ownStripe, secrets);
    expect(settings.embeddedDatabase).toBe(true);
    expect(settings.emulator).toBeUndefined();
    expect(settings.variables.STRIPE_SECRET_KEY).toBe(ownStripe.STRIPE_SECRET_KEY);
    expect(settings.variables.STRIPE_API_BASE).toBeUndefined();
    // A made-up secret would let nobody's deliveries through, and say that signatures are wrong.
    expect(settings.variables.STRIPE_WEBHOOK_SECRET_CREDITS).toBeUndefined();
  });

  it("keeps a webhook secret and ports that are given", () => {
    const given = {
      PORT: "4000",
      STRIPE_EMULATOR_PORT: "4001",
      STRIPE_WEBHOOK_SECRET_CREDITS: "whsec_mine0123456789",
    };
    const settings = settle(given, secrets);
    expect(settings.appUrl).toBe("http://localhost:4000");
    expect(settings.emulator).toEqual({ port: 4001, webhookSecret: "whsec_mine0123456789" });
  });

  it("never is production, and takes no live key", () => {
    const given = { NODE_ENV: "production", STRIPE_SECRET_KEY: "sk_live_mine0123456789" };
    expect(() => settle(given, secrets)).toThrow(EnvironmentError);
  });
});
