import { countNoun } from "@/lib/shared/count-noun";

/** What a reconciliation found, in numbers, and what needs an admin. */
export interface ReconciliationReport {
  /** Objects of Stripe's that were compared: the sum of the four numbers that follow. */
  readonly compared: number;
  /** Of these, how many agreed, or belong to another program in the same Stripe account. */
  readonly matched: number;
  /** What was repaired; in a dry run, what would be. */
  readonly repaired: Readonly<Record<RepairKind, number>>;
  /** What changed at Stripe within the last minutes, and is left to the webhook. */
  readonly inFlight: number;
  /** What an admin must look at. `findings` names the first 50. */
  readonly needsReview: number;
  readonly findings: readonly ReconciliationFinding[];
  /** Phases that ended early. What they had not reached was not compared. */
  readonly failedPhases: readonly FailedPhase[];
  readonly seconds: number;
}

export type RepairKind =
  /** Payments whose credits had not been added. */
  | "credited"
  /** Purchases that had ended, or whose payment is in progress, without notice. */
  | "purchases"
  /** Refunds, or statuses of refunds, that had not arrived. */
  | "refunds"
  | "disputes"
  /** Undelivered or failed events that were processed. */
  | "events"
  /** Refunds requested here that had not reached Stripe. */
  | "refundRequests";

export interface ReconciliationFinding {
  /** Such as cs_… or evt_… */
  readonly stripeId: string;
  readonly reason: string;
}

export interface FailedPhase {
  /** As people read it: "Disputes". */
  readonly phase: string;
  readonly reason: string;
}

/** What became of one object. */
export type ItemResult =
  | { readonly is: "matched" }
  | { readonly is: "inFlight" }
  | { readonly is: "repaired"; readonly kind: RepairKind }
  | { readonly is: "needsReview"; readonly reason: string };

/** How many things a report says were repaired. */
export function countRepaired(report: ReconciliationReport): number {
  return Object.values(report.repaired).reduce((sum, count) => sum + count, 0);
}

/** What each number of `repaired` counts: the noun, and what was done. */
const REPAIRS: Readonly<Record<RepairKind, readonly [noun: string, done: string]>> = {
  credited: ["payment", "credited"],
  purchases: ["purchase", "updated"],
  refunds: ["refund", "recorded"],
  disputes: ["dispute", "recorded"],
  events: ["event", "processed"],
  refundRequests: ["refund", "sent to Stripe"],
};

/** What was repaired, a phrase for each kind of which there was one: "1 payment credited". */
export function describeRepairs(report: ReconciliationReport): string[] {
  const kinds = Object.keys(REPAIRS) as RepairKind[];
  return kinds.flatMap((kind) => {
    const [noun, done] = REPAIRS[kind];
    const count = report.repaired[kind];
    return count > 0 ? [`${countNoun(count, noun)} ${done}`] : [];
  });
}
