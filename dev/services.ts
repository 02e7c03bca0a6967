import { closeSync, openSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type GuardedProcess, startGuarded } from "./guarded-process";
import { StartError } from "./start-error";

type Variables = Record<string, string | undefined>;

/** The checkout. */
export const projectRoot = fileURLToPath(new URL("..", import.meta.url));

export interface EmulatorOptions {
  readonly port: number;
  readonly webhookUrl: string;
  readonly webhookSecret: string;
  /** Where its objects are kept between two starts. */
  readonly stateFile: string;
  readonly logFile: string;
}

/** Starts the Stripe emulator as a process of its own and waits until it answers. */
export async function startEmulatorProcess(
  options: EmulatorOptions,
  variables: Variables,
): Promise<GuardedProcess> {
  const flags = [
    ...["--port", String(options.port), "--state", options.stateFile],
    ...["--webhook-url", options.webhookUrl],
  ];
  const server = startNode(["--import", "tsx", "packages/stripe-emulator/main.ts", ...flags], {
    // Not among the flags: every user of the machine can read a process's command line.
    variables: { ...variables, STRIPE_EMULATOR_WEBHOOK_SECRET: options.webhookSecret },
    logFile: options.logFile,
  });
  const health = `http://127.0.0.1:${options.port}/_emulator/health`;
  await waitUntilAnswering("The Stripe emulator", health, server, options.logFile);
  return server;
}

/** Starts Next in development and waits until it answers. */
export async function startNext(port: number, variables: Variables): Promise<GuardedProcess> {
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  // The development copy has known passwords: only this machine reaches it unless HOST says so.
  const host = variables.HOST || "127.0.0.1";
  const server = startNode([next, "dev", "--port", String(port), "--hostname", host], {
    variables: { ...variables, NEXT_TELEMETRY_DISABLED: "1" },
    logFile: undefined,
  });
  await waitUntilAnswering("Next", `http://127.0.0.1:${port}/`, server, undefined);
  return server;
}

/** What `npm start` runs, after a build. */
export const SERVER_ARGS = ["--enable-source-maps", "dist/main.mjs"] as const;

/** Starts the server of production and waits until it is ready. */
export async function startServer(
  port: number,
  variables: Variables,
  logFile: string,
): Promise<GuardedProcess> {
  const server = startNode(SERVER_ARGS, { variables, logFile });
  await waitUntilAnswering("The server", `http://127.0.0.1:${port}/api/live`, server, logFile);
  return server;
}

/** Runs a TypeScript file of the checkout as a process of its own and waits until it answers. */
export async function startScript(
  args: readonly string[],
  variables: Variables,
  { logFile, url }: { readonly logFile: string; readonly url: string },
): Promise<GuardedProcess> {
  const server = startNode(["--import", "tsx", ...args], { variables, logFile });
  await waitUntilAnswering(args[0] ?? "The script", url, server, logFile);
  return server;
}

function startNode(
  args: readonly string[],
  { variables, logFile }: { variables: Variables; logFile: string | undefined },
): GuardedProcess {
  const output = logFile === undefined ? "inherit" : openSync(logFile, "w");
  try {
    return startGuarded(
      {
        command: process.execPath,
        args,
        cwd: projectRoot,
        stopSignal: "SIGTERM",
        stopGroup: true,
        graceMs: 10_000,
        removeAfter: [],
      },
      { variables, output },
    );
  } finally {
    if (output !== "inherit") closeSync(output);
  }
}

const answerDeadlineMs = 120_000;

async function waitUntilAnswering(
  name: string,
  url: string,
  server: GuardedProcess,
  logFile: string | undefined,
): Promise<void> {
  let exitCode: number | undefined;
  void server.ended.then((code) => {
    exitCode = code;
  });
  const deadline = Date.now() + answerDeadlineMs;
  while (exitCode === undefined && Date.now() < deadline) {
    if (await isAnswering(url)) return;
    await wait(100);
  }
  const reason =
    exitCode === undefined
      ? `did not answer on ${url} within ${answerDeadlineMs / 1000} s`
      : `ended while starting (exit code ${exitCode})`;
  await server.stop();
  const log = logFile === undefined ? "" : `\n${readFileSync(logFile, "utf8").trim()}`;
  throw new StartError(`${name} ${reason}.${log}`);
}

/** A 5xx counts too: the server is up, and a person sees the fault in the browser and the log. */
async function isAnswering(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(60_000) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
