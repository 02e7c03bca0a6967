/** `npm run dev`: the whole product on this machine, with one command and no account anywhere. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { readVariables } from "@/env";
import { EnvironmentError } from "@/env/schema";
import { lockDirectory } from "./directory-lock";
import { prepareDistDir } from "./dist-dir";
import { type GuardedProcess, stopAllGuarded } from "./guarded-process";
import { onParentDeath } from "./parent";
import { waitForPorts } from "./ports";
import { prepareDatabase, startDevelopmentDatabase } from "./prepare-database";
import { announceRunningCopy, forgetRunningCopy } from "./running-copy";
import { readSecrets } from "./secrets";
import { startEmulatorProcess, startNext } from "./services";
import { describeRunning, findDataDir, settle } from "./settings";
import { StartError } from "./start-error";

let stopping = false;

async function stop(exitCode: number): Promise<void> {
  // Ctrl-C arrives twice, from the terminal and from npm.
  if (stopping) return;
  stopping = true;
  await stopAllGuarded();
  process.exit(exitCode);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (!stopping) console.log("\nStopping …");
    void stop(0);
  });
}

async function start(given: Record<string, string | undefined>): Promise<void> {
  const dataDir = findDataDir(given);
  mkdirSync(dataDir, { recursive: true });
  const lock = await lockDirectory(dataDir);
  if (!lock) {
    throw new StartError(
      `Another copy is already running on ${dataDir}. Stop it, or give this one other values of DATA_DIR, PORT and STRIPE_EMULATOR_PORT.`,
    );
  }
  forgetRunningCopy(dataDir);
  const secrets = readSecrets(dataDir);
  const settings = settle(given, secrets);
  const { emulator, port } = settings;
  await waitForPorts(
    [
      { port, variable: "PORT", user: "the app" },
      ...(emulator
        ? [{ port: emulator.port, variable: "STRIPE_EMULATOR_PORT", user: "the Stripe emulator" }]
        : []),
    ],
    // What a killed copy had started takes a moment to notice and stop.
    lock.predecessorCrashed ? 15_000 : 0,
  );

  const copy = prepareDistDir(dataDir);
  const variables: Record<string, string | undefined> = {
    ...settings.variables,
    DATA_DIR: dataDir,
    NEXT_DIST_DIR: copy?.distDir,
    NEXT_TSCONFIG: copy?.tsconfigPath,
  };
  if (settings.embeddedDatabase) {
    const { server, url, ownerUrl } = await startDevelopmentDatabase(dataDir, secrets);
    watch("PostgreSQL", server);
    variables.DATABASE_URL = url;
    variables.DATABASE_OWNER_URL = ownerUrl;
  }
  await prepareDatabase(variables);
  if (emulator) {
    const logFile = path.join(dataDir, "stripe-emulator.log");
    const stateFile = path.join(dataDir, "stripe-emulator.json");
    const { webhookUrl } = settings;
    watch(
      "The Stripe emulator",
      await startEmulatorProcess({ ...emulator, webhookUrl, stateFile, logFile }, variables),
    );
  }
  watch("Next", await startNext(port, variables));
  announceRunningCopy(variables);
  process.once("exit", () => forgetRunningCopy(dataDir));
  console.log(describeRunning(settings, dataDir));
}

/** One part without the others is no product: when one ends, all end, and the reason is said. */
function watch(name: string, server: Pick<GuardedProcess, "ended">): void {
  void server.ended.then((code) => {
    if (stopping) return;
    console.error(`\n${name} ended by itself (exit code ${code}); stopping the rest.`);
    void stop(1);
  });
}

try {
  const given = readVariables();
  if (given.npm_lifecycle_event) onParentDeath(() => void stop(1));
  await start(given);
} catch (error) {
  const expected = error instanceof StartError || error instanceof EnvironmentError;
  // What fails because everything is being stopped is no news.
  if (!stopping) console.error(expected ? `\n${error.message}` : error);
  await stop(1);
}
