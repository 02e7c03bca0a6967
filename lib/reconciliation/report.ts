/** What a comparison found, in numbers, and what needs an admin. */
export interface ReconcileReport {
  /** Objects of Stripe's that were compared. */
  readonly looked: number;
  /** Of these, how many agreed, or weren't ours. */
  readonly fine: number;
  /** What was mended; in a dry run, what would be. */
  readonly mended: {
    /** Payments whose credits had not been added. */
    readonly credited: number;
    /** Purchases that had ended, or whose payment is on its way, unnoticed. */
    readonly purchases: number;
    /** Refunds, or states of refunds, that had not arrived. */
    readonly refunds: number;
    readonly disputes: number;
    /** Undelivered or failed events that were taken in. */
    readonly events: number;
    /** Refunds begun here that hadn't reached Stripe. */
    readonly refundRequests: number;
  };
  /** Payments that don't fit their purchase, or have none: an admin decides. The first 50. */
  readonly attention: readonly ReconcileFinding[];
  readonly mismatches: number;
  readonly seconds: number;
}

export interface ReconcileFinding {
  /** Such as cs_… or evt_… */
  readonly stripeId: string;
  readonly reason: string;
}

/** How many things a report says were mended. */
export function countMended(report: ReconcileReport): number {
  return Object.values(report.mended).reduce((sum, count) => sum + count, 0);
}

/** What each number of `mended` counts, for people. */
const MENDED_LABELS: Readonly<Record<keyof ReconcileReport["mended"], string>> = {
  credited: "payments credited",
  purchases: "purchases brought up to date",
  refunds: "refunds taken in",
  disputes: "disputes taken in",
  events: "events taken in",
  refundRequests: "refunds sent to Stripe",
};

/** How much of each kind was mended, with what it counts. */
export function listMended(report: ReconcileReport): [count: number, label: string][] {
  const kinds = Object.keys(MENDED_LABELS) as (keyof typeof MENDED_LABELS)[];
  return kinds.map((kind) => [report.mended[kind], MENDED_LABELS[kind]]);
}
