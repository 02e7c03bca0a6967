import type { Tx } from "@/db/client";
import type { Command } from "@/lib/ledger/commands";
import { commit } from "@/lib/ledger/commit";
import type { Outcome } from "@/lib/ledger/outcome";
import { enqueue } from "@/lib/queue/enqueue";
import type { Credits } from "@/lib/shared/credits";
import { lowBalanceNotices, lowBalanceThreshold } from "./low-balance";

/**
 * Commits commands to the ledger, with the notices that they call for, in the caller's
 * transaction. Code that moves credits outside of a payment calls this instead of `commit`.
 * @returns an outcome for each command, in order
 */
export async function commitCredits(
  tx: Tx,
  commands: readonly Command[],
  lowBalance: Credits = lowBalanceThreshold(),
): Promise<Outcome[]> {
  const outcomes = await commit(tx, commands);
  await enqueue(tx, lowBalanceNotices(commands, outcomes, lowBalance));
  return outcomes;
}
