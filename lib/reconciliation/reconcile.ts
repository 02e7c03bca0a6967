import type { Database } from "@/db/client";
import { type Clock, systemClock } from "@/lib/shared/clock";
import { ProductError } from "@/lib/shared/errors";
import { log } from "@/lib/shared/log";
import { reasonOf } from "@/lib/shared/reason-of";
import type { WebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { IN_FLIGHT_MS } from "./in-flight";
import { PHASES, type PhaseContext } from "./phases";
import { FROM_THE_START } from "./positions";
import { countRepaired, type ReconciliationReport } from "./report";
import { ReportBuilder } from "./report-builder";
import { beginRun, HEARTBEAT_MS, type ReconciliationRun, saveRun } from "./runs";
import { type ReconciliationProgress, walkPhases } from "./walk-phases";

export interface ReconcileOptions {
  /** How far back to look, 1 to 30: Stripe keeps events no longer. */
  readonly days: number;
  /** Says what would be done; changes nothing, and leaves no run. */
  readonly dryRun?: boolean;
  /**
   * "schedule", "cli", or an admin's user id. The schedule leaves what changed within the last
   * minutes to the webhook; a person who starts a run wants it all.
   */
  readonly startedBy: string;
  /** Called after every page. */
  readonly onProgress?: (progress: ReconciliationProgress) => void;
  readonly clock?: Clock;
}

/** Where a run stands that another process carries out, by the phases it has behind it. */
export function readProgress(
  run: ReconciliationRun,
): Pick<ReconciliationProgress, "title" | "fraction"> {
  const index = Math.max(
    PHASES.findIndex((phase) => phase.name === run.phase),
    0,
  );
  return { title: PHASES[index]?.title ?? "", fraction: index / PHASES.length };
}

/**
 * Compares what Stripe has with the database and repairs what is missing, through the functions
 * that the webhook uses. An object that fails, or a whole phase, is reported and the rest follows.
 * @returns the report; undefined when another run is under way
 * @throws ProductError invalid_input for another number of days; anything else when the run itself
 *   can't be stored: the next one resumes where this one stopped
 */
export async function reconcile(
  database: Database,
  webhookProcessor: WebhookProcessor,
  options: ReconcileOptions,
): Promise<ReconciliationReport | undefined> {
  const { days, dryRun = false, startedBy, onProgress, clock = systemClock } = options;
  if (!Number.isInteger(days) || days < 1 || days > 30) {
    throw new ProductError("invalid_input", { detail: "Compare between 1 and 30 days." });
  }
  const startedAt = clock();
  const context = (before?: ReconciliationReport): PhaseContext => ({
    ...{ database, webhookProcessor, dryRun, startedAt, report: new ReportBuilder(before) },
    inFlightSince: () =>
      startedBy === "schedule" ? new Date(clock().getTime() - IN_FLIGHT_MS) : undefined,
  });
  if (dryRun) {
    const dry = context();
    const since = new Date(startedAt.getTime() - days * 86_400_000);
    await walkPhases(dry, {
      ...{ since, positions: FROM_THE_START, onProgress },
      save: async () => {},
    });
    return dry.report.report();
  }
  const run = await beginRun(database, { days, startedBy, phase: PHASES[0]?.name ?? "" }, clock);
  return run && runStored(context(run.report), run, { onProgress, clock });
}

/** Runs with a heartbeat, and stores every page's end, so that a crash costs one page. */
async function runStored(
  context: PhaseContext,
  run: ReconciliationRun,
  { onProgress, clock }: Pick<ReconcileOptions, "onProgress"> & { readonly clock: Clock },
): Promise<ReconciliationReport> {
  const db = context.database.read;
  const beat = setInterval(() => {
    saveRun(db, run, {}, clock).catch((error: unknown) => {
      log.warn({ err: error, runId: run.id }, "Reconciliation could not write its heartbeat");
    });
  }, HEARTBEAT_MS);
  try {
    await walkPhases(context, {
      ...{ since: run.since, positions: run.positions, onProgress },
      save: async (phase, positions) => {
        const columns = {
          phase,
          positions: { ...positions },
          report: { ...context.report.report() },
        };
        if (await saveRun(db, run, columns, clock)) return;
        throw new Error("this reconciliation was taken over by another process");
      },
    });
    const report = context.report.report();
    const status = report.failedPhases.length === 0 ? "finished" : "incomplete";
    await saveRun(db, run, { status, finishedAt: clock(), report: { ...report } }, clock);
    logReport(run, report);
    return report;
  } catch (error) {
    // If the database is gone too, the missing heartbeat says the same in a minute.
    const columns = { status: "interrupted", error: reasonOf(error) } as const;
    await saveRun(db, run, columns, clock).catch(() => false);
    throw error;
  } finally {
    clearInterval(beat);
  }
}

function logReport({ id, days }: ReconciliationRun, report: ReconciliationReport): void {
  const { compared, repaired, needsReview, inFlight, failedPhases } = report;
  const needsAdmin = needsReview > 0 || failedPhases.length > 0;
  log[needsAdmin ? "warn" : "info"](
    { runId: id, days, ...repaired, needsReview, inFlight, failedPhases },
    `Reconciled with Stripe: ${compared} compared, ${countRepaired(report)} repaired, ${needsReview} need review`,
  );
}
