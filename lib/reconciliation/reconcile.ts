import type { Database } from "@/db/client";
import { type Clock, systemClock } from "@/lib/shared/clock";
import { ProductError } from "@/lib/shared/errors";
import { log } from "@/lib/shared/log";
import { reasonOf } from "@/lib/shared/reason-of";
import type { WebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { PHASES, type PhaseContext } from "./phases";
import { countMended, type ReconcileReport } from "./report";
import { Tally } from "./report-builder";
import { beginRun, HEARTBEAT_MS, type Position, type ReconcileRun, saveRun } from "./runs";

export { lastReconcileRun, type ReconcileRun } from "./runs";

export interface ReconcileOptions {
  /** How far back to look, 1 to 30: Stripe keeps events no longer. */
  readonly days: number;
  /** Says what would be done; changes nothing, and leaves no run. */
  readonly dryRun?: boolean;
  /** "schedule", "cli", or an admin's user id. */
  readonly startedBy: string;
  /** Told after every page. */
  readonly onProgress?: (progress: ReconcileProgress) => void;
  readonly clock?: Clock;
}

export interface ReconcileProgress {
  /** What is being compared, for people: "Checkout sessions". */
  readonly title: string;
  /** From 0 to 1, of the whole run. */
  readonly fraction: number;
  readonly report: ReconcileReport;
}

/** Where a run stands that another process carries out, by the phases it has behind it. */
export function progressOf(run: ReconcileRun): Pick<ReconcileProgress, "title" | "fraction"> {
  const index = Math.max(
    PHASES.findIndex((phase) => phase.name === run.phase),
    0,
  );
  return { title: PHASES[index]?.title ?? "", fraction: index / PHASES.length };
}

/**
 * Compares what Stripe has with the database and mends what is missing, through the functions
 * that the webhook uses. Goes on where an interrupted run of the same length stopped.
 * @returns the report; undefined when another run is under way
 * @throws ProductError invalid_input for another number of days; anything else when Stripe or the
 *   database fails: the next run goes on from there
 */
export async function reconcile(
  database: Database,
  webhookProcessor: WebhookProcessor,
  options: ReconcileOptions,
): Promise<ReconcileReport | undefined> {
  const { days, dryRun = false, startedBy, clock = systemClock } = options;
  if (!Number.isInteger(days) || days < 1 || days > 30) {
    throw new ProductError("invalid_input", { detail: "Compare between 1 and 30 days." });
  }
  const start = { phase: PHASES[0]?.name ?? "", cursor: undefined, report: new Tally().report() };
  const context = (tally: Tally): PhaseContext => ({
    database,
    webhookProcessor,
    dryRun,
    tally,
    now: clock(),
  });
  if (dryRun) {
    const since = new Date(clock().getTime() - days * 86_400_000);
    return walk(context(new Tally()), { since, start, options, save: async () => true });
  }
  const run = await beginRun(database, { days, startedBy, start }, clock);
  if (!run) return undefined;
  return runKept(context(new Tally(run.report)), run, options, clock);
}

/** With a heartbeat, and with every page's end kept, so that a crash costs one page. */
async function runKept(
  context: PhaseContext,
  run: ReconcileRun,
  options: ReconcileOptions,
  clock: Clock,
): Promise<ReconcileReport> {
  const db = context.database.read;
  const beat = setInterval(() => {
    saveRun(db, run, {}, clock).catch((error: unknown) => {
      log.warn({ err: error, runId: run.id }, "Reconciliation could not write its heartbeat");
    });
  }, HEARTBEAT_MS);
  try {
    const report = await walk(context, {
      since: run.since,
      start: { phase: run.phase, cursor: run.cursor ?? undefined, report: run.report },
      options,
      save: ({ phase, cursor, report }) =>
        saveRun(db, run, { phase, cursor: cursor ?? null, report: { ...report } }, clock),
    });
    await saveRun(
      db,
      run,
      { status: "finished", finishedAt: clock(), report: { ...report } },
      clock,
    );
    log.info(
      { runId: run.id, days: run.days, ...report.mended, mismatches: report.mismatches },
      `Reconciled with Stripe: ${report.looked} compared, ${countMended(report)} mended`,
    );
    return report;
  } catch (error) {
    const reason = reasonOf(error);
    // If the database is gone too, the silent heartbeat says the same in a minute.
    await saveRun(db, run, { status: "interrupted", error: reason }, clock).catch(() => false);
    throw error;
  } finally {
    clearInterval(beat);
  }
}

interface Walk {
  readonly since: Date;
  readonly start: Position;
  readonly options: ReconcileOptions;
  /** Keeps a position. @returns false when the run was taken over: stop then */
  readonly save: (position: Position) => Promise<boolean>;
}

/** Page by page through all phases, from the given position on. */
async function walk(context: PhaseContext, given: Walk): Promise<ReconcileReport> {
  const { since, start, options, save } = given;
  const first = Math.max(
    PHASES.findIndex((phase) => phase.name === start.phase),
    0,
  );
  const windowMs = context.now.getTime() - since.getTime();
  for (const [index, phase] of PHASES.entries()) {
    if (index < first) continue;
    let cursor = index === first ? start.cursor : undefined;
    do {
      const done = await phase.run(context, { since, after: cursor });
      cursor = done.next;
      const report = context.tally.report();
      const next = cursor ? phase : PHASES[index + 1];
      if (!(await save({ phase: (next ?? phase).name, cursor, report }))) {
        throw new Error("this reconciliation was taken over by another process");
      }
      const passedMs = done.oldestAt ? context.now.getTime() - done.oldestAt.getTime() : windowMs;
      const part = cursor ? Math.min(Math.max(passedMs / windowMs, 0), 1) : 1;
      options.onProgress?.({
        title: phase.title,
        fraction: (index + part) / PHASES.length,
        report,
      });
    } while (cursor);
  }
  return context.tally.report();
}
