/** The process that works on jobs: mails, reconciliation, retention. Started by the primary. */
import { setTimeout as wait } from "node:timers/promises";
import { env } from "@/env";
import { startWorker } from "@/lib/worker/worker";
import { answerMetrics } from "./answer-metrics";
import { onDrain, tellPrimary } from "./messages";
import { startTraces } from "./traces";

const { shutdownGraceMs } = env().processes;
await startTraces();
answerMetrics();
const stop = await startWorker();
await tellPrimary({ kind: "ready" });
onDrain(() => {
  void Promise.race([stop(), wait(shutdownGraceMs)]).then(() => process.exit(0));
});
