import type { Database } from "@/db/client";
import type { Command } from "@/lib/ledger/commands";
import type { Outcome } from "@/lib/ledger/outcome";
import { createBatcher } from "@/lib/shared/batch";
import { commitCredits } from "./commit-credits";

/** Commits commands in shared transactions: while one is under way the next collects. */
export function createSpendingLane(database: Database): (command: Command) => Promise<Outcome> {
  return createBatcher(
    (commands: readonly Command[]) => database.transaction((tx) => commitCredits(tx, commands)),
    { maxItems: 100, maxWaiting: 5_000 },
  );
}
