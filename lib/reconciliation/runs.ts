import { and, desc, eq } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { reconcileRuns } from "@/db/schema";
import type { Clock } from "@/lib/shared/clock";
import { newId } from "@/lib/shared/ids";
import type { ReconcileReport } from "./report";

type Row = typeof reconcileRuns.$inferSelect;
export type ReconcileRun = Omit<Row, "report"> & { readonly report: ReconcileReport };

/** A process that is alive writes every ten seconds; one silent for a minute is dead. */
export const HEARTBEAT_MS = 10_000;
const DEAD_AFTER_MS = 60_000;
/** An older run is begun anew: too much has happened behind its cursor. */
const RESUME_WITHIN_MS = 12 * 60 * 60 * 1000;

/** Where a run stands. */
export interface Position {
  readonly phase: string;
  readonly cursor: string | undefined;
  readonly report: ReconcileReport;
}

/**
 * Makes the row of a run. It is the lease too: only one may be `running`, by a unique index, and
 * the row of a dead process is put aside. Where a run of the same length ended early, the new one
 * begins at its cursor.
 * @returns undefined when another run is under way
 */
export async function beginRun(
  database: Database,
  input: { days: number; startedBy: string; start: Position },
  clock: Clock,
): Promise<ReconcileRun | undefined> {
  return database.transaction(async (tx) => {
    const now = clock();
    const [running] = await tx
      .select()
      .from(reconcileRuns)
      .where(eq(reconcileRuns.status, "running"))
      .for("update");
    if (running && now.getTime() - running.heartbeatAt.getTime() < DEAD_AFTER_MS) return undefined;
    if (running) await setAside(tx, running, "interrupted");
    const before = await findUnfinished(tx, input.days, now);
    const [begun] = await tx
      .insert(reconcileRuns)
      .values({
        id: newId(),
        days: input.days,
        since: before?.since ?? new Date(now.getTime() - input.days * 86_400_000),
        startedBy: input.startedBy,
        phase: before?.phase ?? input.start.phase,
        cursor: before?.cursor,
        report: before?.report ?? { ...input.start.report },
        heartbeatAt: now,
        startedAt: now,
      })
      .onConflictDoNothing()
      .returning();
    if (begun && before) await setAside(tx, before, "abandoned");
    return begun && withReport(begun);
  });
}

async function findUnfinished(tx: Tx, days: number, now: Date): Promise<Row | undefined> {
  const [latest] = await tx
    .select()
    .from(reconcileRuns)
    .where(eq(reconcileRuns.days, days))
    .orderBy(desc(reconcileRuns.startedAt), desc(reconcileRuns.id))
    .limit(1);
  const isRecent = latest && now.getTime() - latest.startedAt.getTime() < RESUME_WITHIN_MS;
  return isRecent && latest.status === "interrupted" ? latest : undefined;
}

async function setAside(tx: Tx, row: Row, status: "interrupted" | "abandoned"): Promise<void> {
  await tx.update(reconcileRuns).set({ status }).where(eq(reconcileRuns.id, row.id));
}

/** @returns false when the run was taken over meanwhile: stop then */
export async function saveRun(
  db: Db,
  run: ReconcileRun,
  columns: Partial<Row>,
  clock: Clock,
): Promise<boolean> {
  const saved = await db
    .update(reconcileRuns)
    .set({ ...columns, heartbeatAt: clock() })
    .where(and(eq(reconcileRuns.id, run.id), eq(reconcileRuns.status, "running")))
    .returning({ id: reconcileRuns.id });
  return saved.length > 0;
}

/** The newest run, finished or not; undefined before the first. */
export async function lastReconcileRun(db: Db): Promise<ReconcileRun | undefined> {
  const [row] = await db
    .select()
    .from(reconcileRuns)
    .orderBy(desc(reconcileRuns.startedAt), desc(reconcileRuns.id))
    .limit(1);
  return row && withReport(row);
}

/** What `beginRun` and `saveRun` wrote, and nobody else writes. */
function withReport(row: Row): ReconcileRun {
  return { ...row, report: row.report as unknown as ReconcileReport };
}
