import { env } from "@/env";
import type { Command } from "@/lib/ledger/commands";
import type { Outcome } from "@/lib/ledger/outcome";
import type { NewJob } from "@/lib/queue/enqueue";
import { type Credits, fromMicro, parseCredits } from "@/lib/shared/credits";

/** Below this a balance is low. */
export function lowBalanceThreshold(): Credits {
  return parseCredits(env().email.lowBalanceCredits);
}

interface Change {
  readonly before: Credits;
  readonly after: Credits;
  readonly seq: number;
}

/**
 * The notices that a commit of the ledger calls for: one for each account that it took from the
 * threshold or above to below it. A balance that was low already causes none, so the next notice
 * comes only after the balance has been above in between, and no state has to be kept for it.
 * Enqueue them in the transaction of the commit.
 *
 * @param commands as given to `commit`, and `outcomes` as it answered
 */
export function lowBalanceNotices(
  commands: readonly Command[],
  outcomes: readonly (Outcome | "locked")[],
  threshold: Credits = lowBalanceThreshold(),
): NewJob[] {
  const changes = new Map<string, Change>();
  for (const [index, outcome] of outcomes.entries()) {
    const accountId = commands[index]?.accountId;
    // A replayed command moved nothing now, and its answer tells an old balance.
    if (
      outcome === "locked" ||
      outcome.status !== "done" ||
      outcome.seq === undefined ||
      !accountId
    )
      continue;
    const before =
      changes.get(accountId)?.before ?? fromMicro(outcome.balanceAfter - outcome.amount);
    changes.set(accountId, { before, after: outcome.balanceAfter, seq: outcome.seq });
  }
  return [...changes]
    .filter(([, { before, after }]) => before >= threshold && after < threshold)
    .map(([accountId, { seq }]) => ({ queue: "low-balance", data: { accountId, seq } }));
}
