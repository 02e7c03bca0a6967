import { countNoun } from "@/lib/shared/count-noun";
import { describeRepairs, type ReconciliationReport } from "./report";

/** A report as the command prints it: numbers, then what an admin must look at. */
export function describeReport(report: ReconciliationReport, dryRun: boolean): string {
  const { compared, matched, inFlight, needsReview, findings, failedPhases, seconds } = report;
  const lines = [
    `${countNoun(compared, "object")} compared`,
    `${countNoun(matched, "object")} matched`,
    ...describeRepairs(report),
    ...(inFlight > 0 ? [`${countNoun(inFlight, "recent change")} left to the webhook`] : []),
    `${countNoun(needsReview, "object")} ${needsReview === 1 ? "needs" : "need"} review`,
  ];
  const hidden = needsReview - findings.length;
  return [
    dryRun
      ? `Nothing was changed. A run would report (${seconds} s):`
      : `Reconciled with Stripe in ${seconds} s:`,
    ...lines.map((line) => `  ${line}`),
    ...findings.map(({ stripeId, reason }) => `${stripeId}: ${reason}`),
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
    ...failedPhases.map(
      ({ phase, reason }) => `Incomplete: ${phase} could not be compared to the end: ${reason}`,
    ),
  ].join("\n");
}

/** 0: nothing is left to do; 2: an admin is needed; 1: something could not be compared. */
export function exitCodeOf({ needsReview, failedPhases }: ReconciliationReport): 0 | 1 | 2 {
  if (failedPhases.length > 0) return 1;
  return needsReview > 0 ? 2 : 0;
}
