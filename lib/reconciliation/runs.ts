import { and, desc, eq } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { reconciliationRuns } from "@/db/schema";
import type { Clock } from "@/lib/shared/clock";
import { newId } from "@/lib/shared/ids";
import { FROM_THE_START, type Positions, resumePositions } from "./positions";
import type { ReconciliationReport } from "./report";
import { EMPTY_REPORT } from "./report-builder";

type Row = typeof reconciliationRuns.$inferSelect;
export type ReconciliationRun = Omit<Row, "report" | "positions"> & {
  readonly report: ReconciliationReport;
  readonly positions: Positions;
};

/** A process that is alive writes every ten seconds; one silent for a minute is dead. */
export const HEARTBEAT_MS = 10_000;
const DEAD_AFTER_MS = 60_000;
/** An older run is not resumed: too much has happened behind its cursors. */
const RESUME_WITHIN_MS = 12 * 60 * 60 * 1000;

/**
 * Makes the row of a run. The row is the lease too: only one may be `running`, by a unique index,
 * and the row of a dead process is put aside. Where the last run of the same length ended early
 * and its cursors moved, the new one begins at these.
 * @returns undefined when another run is under way
 */
export async function beginRun(
  database: Database,
  { days, startedBy, phase }: { days: number; startedBy: string; phase: string },
  clock: Clock,
): Promise<ReconciliationRun | undefined> {
  return database.transaction(async (tx) => {
    const now = clock();
    const [running] = await tx
      .select()
      .from(reconciliationRuns)
      .where(eq(reconciliationRuns.status, "running"))
      .for("update");
    if (running && now.getTime() - running.heartbeatAt.getTime() < DEAD_AFTER_MS) return undefined;
    if (running) await setStatus(tx, running, "interrupted");
    const before = await findUnfinished(tx, days, now);
    const resumed = before && resumePositions(before.status, before.positions);
    // An interrupted run is continued, with its numbers; after an incomplete one all is counted anew.
    const continued = resumed && before.status === "interrupted" ? before : undefined;
    const [begun] = await tx
      .insert(reconciliationRuns)
      .values({
        id: newId(),
        days,
        since: continued?.since ?? new Date(now.getTime() - days * 86_400_000),
        startedBy,
        phase: continued?.phase ?? phase,
        positions: { ...(resumed ?? FROM_THE_START) },
        report: { ...(continued?.report ?? EMPTY_REPORT) },
        heartbeatAt: now,
        startedAt: now,
      })
      .onConflictDoNothing()
      .returning();
    if (begun && continued) await setStatus(tx, continued, "abandoned");
    return begun && toRun(begun);
  });
}

async function findUnfinished(
  tx: Tx,
  days: number,
  now: Date,
): Promise<ReconciliationRun | undefined> {
  const [latest] = await tx
    .select()
    .from(reconciliationRuns)
    .where(eq(reconciliationRuns.days, days))
    .orderBy(desc(reconciliationRuns.startedAt), desc(reconciliationRuns.id))
    .limit(1);
  const isRecent = latest && now.getTime() - latest.startedAt.getTime() < RESUME_WITHIN_MS;
  return isRecent ? toRun(latest) : undefined;
}

async function setStatus(
  tx: Tx,
  { id }: Pick<Row, "id">,
  status: "interrupted" | "abandoned",
): Promise<void> {
  await tx.update(reconciliationRuns).set({ status }).where(eq(reconciliationRuns.id, id));
}

/** @returns false when another process took the run over: stop then */
export async function saveRun(
  db: Db,
  run: ReconciliationRun,
  columns: Partial<Row>,
  clock: Clock,
): Promise<boolean> {
  const saved = await db
    .update(reconciliationRuns)
    .set({ ...columns, heartbeatAt: clock() })
    .where(and(eq(reconciliationRuns.id, run.id), eq(reconciliationRuns.status, "running")))
    .returning({ id: reconciliationRuns.id });
  return saved.length > 0;
}

/** The newest run, finished or not; undefined before the first. */
export async function readLastRun(db: Db): Promise<ReconciliationRun | undefined> {
  const [row] = await newestRun(db);
  return row && toRun(row);
}

/** The query for it. */
export function newestRun(db: Db) {
  return db
    .select()
    .from(reconciliationRuns)
    .orderBy(desc(reconciliationRuns.startedAt), desc(reconciliationRuns.id))
    .limit(1);
}

/** Only `beginRun` and `saveRun` write these columns. */
function toRun(row: Row): ReconciliationRun {
  return {
    ...row,
    report: row.report as unknown as ReconciliationReport,
    positions: row.positions as unknown as Positions,
  };
}
