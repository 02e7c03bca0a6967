import type { Env } from "@/env";
import { countNodeItself, metrics } from "@/lib/shared/metrics";
import { processWide } from "@/lib/shared/process-wide";
import { startWorker } from "@/lib/worker/worker";
import { serveMetrics } from "./serve-metrics";

/**
 * What production gives processes of their own, `next dev` does in its one: jobs and metrics. Next
 * may load its modules anew, and then they go on as they are.
 */
export function startDevelopmentServices(settings: Env): Promise<void> {
  return processWide("development-services", async () => {
    countNodeItself();
    await serveMetrics(settings.processes.metrics, () => metrics().registry.metrics());
    const stop = await startWorker();
    for (const signal of ["SIGTERM", "SIGINT"] as const)
      process.once(signal, () => void stop(settings.processes.shutdownGraceMs));
  });
}
