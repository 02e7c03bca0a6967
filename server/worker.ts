/** The process that works on jobs: mails, reconciliation, retention. Started by the primary. */
import { setTimeout as wait } from "node:timers/promises";
import { database } from "@/db/client";
import { env } from "@/env";
import { announceDatabase } from "@/lib/runtime/announce-database";
import { startWorker } from "@/lib/worker/worker";
import { answerMetrics } from "./answer-metrics";
import { onDrain, tellPrimary } from "./messages";
import { startTraces } from "./traces";

const HAND_BACK_MS = 1_000;

const { shutdownGraceMs } = env().processes;
await startTraces();
await announceDatabase(database().read);
answerMetrics();
const stop = await startWorker();
await tellPrimary({ kind: "ready" });
onDrain(() => {
  // A database that is away must not keep the process.
  const deadline = wait(shutdownGraceMs + HAND_BACK_MS);
  void Promise.race([stop(shutdownGraceMs), deadline]).then(() => process.exit(0));
});
