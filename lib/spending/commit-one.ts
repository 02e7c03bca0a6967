import type { Database } from "@/db/client";
import type { Command, Outcome } from "@/lib/ledger/commands";
import { commitCredits } from "./commit-credits";

/** Commits one command in a transaction of its own. */
export async function commitOne(database: Database, command: Command): Promise<Outcome> {
  const [outcome] = await database.transaction((tx) => commitCredits(tx, [command]));
  if (!outcome) throw new Error("a commit returned no outcome");
  return outcome;
}
