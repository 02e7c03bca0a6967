import { log } from "@/lib/shared/log";
import { reasonOf } from "@/lib/shared/reason-of";
import { PHASES, type Phase, type PhaseContext } from "./phases";
import type { Positions } from "./positions";
import type { ReconciliationReport } from "./report";

export interface Walk {
  readonly since: Date;
  readonly positions: Positions;
  readonly onProgress: ((progress: ReconciliationProgress) => void) | undefined;
  /** Stores a position. @throws Error when the run may not go on: it was taken over */
  readonly save: (phase: string, positions: Positions) => Promise<void>;
}

export interface ReconciliationProgress {
  /** What is being compared, as people read it: "Checkout sessions". */
  readonly title: string;
  /** From 0 to 1, of the whole run. */
  readonly fraction: number;
  readonly report: ReconciliationReport;
}

/**
 * Runs all phases page by page. A phase that fails is reported and the next one follows.
 * @throws only what `save` throws
 */
export async function walkPhases(
  context: PhaseContext,
  { since, positions: start, onProgress, save }: Walk,
): Promise<void> {
  let positions = start;
  const windowMs = context.startedAt.getTime() - since.getTime();
  for (const [index, phase] of PHASES.entries()) {
    let position = positions[phase.name] ?? { done: false, moved: false };
    while (!position.done) {
      const page = await attemptPage(phase, context, { since, after: position.cursor });
      if (!page) break;
      position = { ...(page.next && { cursor: page.next }), done: !page.next, moved: true };
      positions = { ...positions, [phase.name]: position };
      await save(phase.name, positions);
      const passedMs = page.oldestAt ? context.startedAt.getTime() - page.oldestAt.getTime() : 0;
      const part = position.done ? 1 : Math.min(Math.max(passedMs / windowMs, 0), 1);
      onProgress?.({
        title: phase.title,
        fraction: (index + part) / PHASES.length,
        report: context.report.report(),
      });
    }
  }
}

/** @returns undefined when it failed, which is reported */
async function attemptPage(
  phase: Phase,
  context: PhaseContext,
  page: { since: Date; after: string | undefined },
) {
  try {
    return await phase.runPage(context, page);
  } catch (error) {
    log.error({ err: error, phase: phase.name }, "A phase of the reconciliation failed");
    context.report.phaseFailed({ phase: phase.title, reason: reasonOf(error) });
    return undefined;
  }
}
