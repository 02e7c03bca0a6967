import { readFileSync } from "node:fs";
import { parse } from "dotenv";

/**
 * The documented defaults and test secrets: what tests run on, whatever the developer's own .env
 * says. Every variable is set, if only to nothing, because Next loads the .env files for those that
 * are not.
 */
export function testVariables(): Record<string, string> {
  return {
    ...parse(readFileSync(new URL("../../.env.example", import.meta.url))),
    NEXTAUTH_SECRET: "secret-of-the-tests-0123456789abcdef",
    STRIPE_SECRET_KEY: "sk_test_ofTheTests0123456789",
    // Many servers run at once.
    METRICS_PORT: "0",
    STRIPE_WEBHOOK_SECRET_CREDITS: "whsec_ofTheTests0123456789",
  };
}
