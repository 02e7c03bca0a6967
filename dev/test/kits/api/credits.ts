import type { TestDatabase } from "@/dev/test/database";
import { grant } from "@/dev/test/kits/ledger/commands";
import { commitCredits } from "@/lib/spending/commit-credits";

/** Adds whole credits to an account. */
export async function givenCredits(db: TestDatabase, accountId: string, credits: number) {
  await db.database.transaction((tx) => commitCredits(tx, [grant(accountId, credits)]));
}
