import type { ReconcileFinding, ReconcileReport } from "./report";

export type Mended = keyof ReconcileReport["mended"];

const MAX_FINDINGS = 50;

/** The numbers of a run while it counts. */
export class Tally {
  #looked: number;
  #fine: number;
  #mismatches: number;
  readonly #mended: Record<Mended, number>;
  readonly #attention: ReconcileFinding[];
  readonly #secondsBefore: number;
  readonly #startedAtMs = performance.now();

  /** @param before what the run that this one goes on with had counted */
  constructor(before: ReconcileReport = EMPTY_REPORT) {
    this.#looked = before.looked;
    this.#fine = before.fine;
    this.#mismatches = before.mismatches;
    this.#mended = { ...before.mended };
    this.#attention = [...before.attention];
    this.#secondsBefore = before.seconds;
  }

  fine(count = 1): void {
    this.#looked += count;
    this.#fine += count;
  }

  mended(what: Mended): void {
    this.#looked += 1;
    this.#mended[what] += 1;
  }

  attention(finding: ReconcileFinding): void {
    this.#looked += 1;
    this.#mismatches += 1;
    if (this.#attention.length < MAX_FINDINGS) this.#attention.push(finding);
  }

  report(): ReconcileReport {
    const seconds = this.#secondsBefore + (performance.now() - this.#startedAtMs) / 1000;
    return {
      looked: this.#looked,
      fine: this.#fine,
      mended: { ...this.#mended },
      attention: [...this.#attention],
      mismatches: this.#mismatches,
      seconds: Math.round(seconds * 10) / 10,
    };
  }
}

const EMPTY_REPORT: ReconcileReport = {
  looked: 0,
  fine: 0,
  mended: { credited: 0, purchases: 0, refunds: 0, disputes: 0, events: 0, refundRequests: 0 },
  attention: [],
  mismatches: 0,
  seconds: 0,
};
