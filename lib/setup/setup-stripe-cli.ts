/**
 * npm run stripe:setup [-- --dry-run] [--new-secret]: sets Stripe up for this product.
 * Exit code 0: all is set up; 1: something is left to do, or it couldn't be done.
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { closeDatabase, database } from "@/db/client";
import { env, readVariables } from "@/env";
import { explain } from "@/lib/shared/cli";
import { log } from "@/lib/shared/log";
import { explainStripe } from "@/lib/stripe/errors";
import { setUpStripe } from "./set-up-stripe";
import type { SetupStep } from "./step";

const MARKS: Record<SetupStep["state"], string> = {
  unchanged: "✓",
  done: "✓",
  planned: "→",
  warning: "!",
};
const SECRET = "STRIPE_WEBHOOK_SECRET_CREDITS";

// Each step is told here; lines of log between them would say it twice.
log.level = "warn";
try {
  const { values } = parseArgs({
    options: {
      "dry-run": { type: "boolean", default: false },
      "new-secret": { type: "boolean", default: false },
    },
  });
  const { stripe, web } = env();
  const envAuthFile = path.resolve(".env.auth");
  const before = readVariables()[SECRET];
  let left = 0;
  console.log(`Stripe in ${stripe.mode} mode, for ${web.appUrl}`);
  const steps = setUpStripe(database().read, {
    appUrl: web.appUrl,
    emulated: stripe.mode === "emulator",
    webhookSecrets: stripe.webhookSecrets,
    envAuthFile,
    dryRun: values["dry-run"],
    newSecret: values["new-secret"],
  });
  for await (const { subject, state, found, advice } of steps) {
    console.log(`${MARKS[state]} ${subject.padEnd(16)} ${found}`);
    if (advice) console.log(`  ${"".padEnd(16)} ${advice}`);
    if (state === "warning") left += 1;
    const kept = subject === "Webhook" && state === "done" && found.includes(envAuthFile);
    if (kept && before && readVariables()[SECRET] === before) {
      console.log(`! ${SECRET} is also exported or in .env, and that value wins. Remove it there.`);
    }
  }
  if (values["dry-run"]) console.log("Nothing was changed.");
  process.exitCode = left > 0 ? 1 : 0;
} catch (error) {
  console.error(explainStripe(error) ?? explain(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
