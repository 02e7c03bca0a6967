import { AggregatorRegistry, Gauge, Registry } from "prom-client";
import type { Child } from "./child";

const DEADLINE_MS = 3_000;

/** The metrics of all processes, summed, and which of them run; in Prometheus' text format. */
export async function readChildrenMetrics(children: readonly Child[]): Promise<string> {
  const all = await Promise.all(children.map((child) => child.readMetrics(DEADLINE_MS)));
  const summed = AggregatorRegistry.aggregate(all.filter((metrics) => metrics.length > 0));
  return [await summed.metrics(), await describeProcesses(children)].join("\n");
}

async function describeProcesses(children: readonly Child[]): Promise<string> {
  const registry = new Registry();
  const running = new Gauge({
    name: "credits_processes",
    help: "Processes by role that run and can do their work",
    labelNames: ["role"],
    registers: [registry],
  });
  for (const { options, isReady } of children) running.inc({ role: options.role }, isReady ? 1 : 0);
  return registry.metrics();
}
