import type {
  FailedPhase,
  ItemResult,
  ReconciliationFinding,
  ReconciliationReport,
  RepairKind,
} from "./report";

const MAX_FINDINGS = 50;

/** The numbers of a run while it counts. */
export class ReportBuilder {
  #matched: number;
  #inFlight: number;
  #needsReview: number;
  readonly #repaired: Record<RepairKind, number>;
  readonly #findings: ReconciliationFinding[];
  readonly #failedPhases: FailedPhase[] = [];
  readonly #secondsBefore: number;
  readonly #startedAtMs = performance.now();

  /** @param before what an interrupted run had counted, where this one continues it */
  constructor(before: ReconciliationReport = EMPTY_REPORT) {
    this.#matched = before.matched;
    this.#inFlight = before.inFlight;
    this.#needsReview = before.needsReview;
    this.#repaired = { ...before.repaired };
    this.#findings = [...before.findings];
    this.#secondsBefore = before.seconds;
  }

  add(stripeId: string, result: ItemResult): void {
    switch (result.is) {
      case "matched":
        this.#matched += 1;
        return;
      case "inFlight":
        this.#inFlight += 1;
        return;
      case "repaired":
        this.#repaired[result.kind] += 1;
        return;
      case "needsReview":
        this.#needsReview += 1;
        if (this.#findings.length < MAX_FINDINGS) {
          this.#findings.push({ stripeId, reason: result.reason });
        }
    }
  }

  phaseFailed(failed: FailedPhase): void {
    this.#failedPhases.push(failed);
  }

  report(): ReconciliationReport {
    const seconds = this.#secondsBefore + (performance.now() - this.#startedAtMs) / 1000;
    const repaired = Object.values(this.#repaired).reduce((sum, count) => sum + count, 0);
    return {
      compared: this.#matched + this.#inFlight + this.#needsReview + repaired,
      matched: this.#matched,
      repaired: { ...this.#repaired },
      inFlight: this.#inFlight,
      needsReview: this.#needsReview,
      findings: [...this.#findings],
      failedPhases: [...this.#failedPhases],
      seconds: Math.round(seconds * 10) / 10,
    };
  }
}

export const EMPTY_REPORT: ReconciliationReport = {
  compared: 0,
  matched: 0,
  repaired: { credited: 0, purchases: 0, refunds: 0, disputes: 0, events: 0, refundRequests: 0 },
  inFlight: 0,
  needsReview: 0,
  findings: [],
  failedPhases: [],
  seconds: 0,
};
