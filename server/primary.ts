import { setTimeout as wait } from "node:timers/promises";
import { type Env, env } from "@/env";
import { announceStripe } from "@/lib/runtime/announce-stripe";
import { describeFaults } from "@/lib/runtime/describe-faults";
import { serveMetrics } from "@/lib/runtime/serve-metrics";
import { log } from "@/lib/shared/log";
import { Child, type Role } from "./child";
import { readChildrenMetrics } from "./children-metrics";

/** Beyond the grace that a child gives its own work, for it to exit. */
const EXIT_MS = 2_000;

/**
 * Starts the processes of the server and keeps them running until a stop signal. Faults of the
 * settings are named before anything is started.
 */
export async function startPrimary(roles: readonly Role[]): Promise<void> {
  const settings = readSettings();
  if (!settings) return;
  const children: Child[] = [];
  const stopMetrics = await serveMetrics(settings.processes.metrics, () =>
    readChildrenMetrics(children),
  );
  if (roles.includes("web")) announceStripe(settings.stripe);

  let stopping: Promise<void> | undefined;
  const stop = (exitCode: number): void => {
    stopping ??= stopAll(children, settings).then(() => {
      stopMetrics();
      process.exit(exitCode);
    });
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!stopping) log.info({ signal }, "Stopping: requests and jobs under way end first");
      stop(0);
    });
  }

  let waiting = 0;
  for (const role of roles) {
    const count = role === "web" ? settings.processes.webConcurrency : 1;
    for (let started = 0; started < count; started += 1) {
      waiting += 1;
      children.push(
        new Child({
          role,
          onReady() {
            waiting -= 1;
            if (waiting === 0 && !stopping) announceReady(roles, settings);
          },
          onGivenUp(reason) {
            if (!stopping) console.error(`\n${reason}\n`);
            stop(1);
          },
        }),
      );
    }
  }
}

/** @returns undefined after naming every fault, with exit code 1 */
function readSettings(): Env | undefined {
  try {
    return env();
  } catch (error) {
    console.error(describeFaults(error));
    process.exitCode = 1;
    return undefined;
  }
}

async function stopAll(children: readonly Child[], { processes }: Env): Promise<void> {
  const graceMs = processes.shutdownDelayMs + processes.shutdownGraceMs + EXIT_MS;
  const ended = Promise.all(children.map((child) => child.stop()));
  await Promise.race([ended, wait(graceMs, undefined, { ref: false })]);
  for (const child of children) child.kill();
}

function announceReady(roles: readonly Role[], { web, processes }: Env): void {
  if (!roles.includes("web")) {
    log.info("Ready: working on jobs");
    return;
  }
  const where = `${web.host ?? "every address"}, port ${web.port}`;
  log.info(
    { port: web.port, processes: processes.webConcurrency, appUrl: web.appUrl },
    `Ready: listening on ${where}; people open ${web.appUrl}`,
  );
}
