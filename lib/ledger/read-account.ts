import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { creditAccounts } from "@/db/schema";
import { type Credits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";

/** What an account has. */
export interface AccountSummary {
  readonly id: string;
  /** Negative: debt, which the next credit pays first. */
  readonly balance: Credits;
  readonly held: Credits;
  /** What can be spent: the balance less what is held, and never less than zero. */
  readonly available: Credits;
  readonly entries: number;
}

/** An account as it is now. One that has never moved has no row yet, and nothing on it. */
export async function readAccount(db: Db, accountId: string): Promise<AccountSummary> {
  const [row] = await db.select().from(creditAccounts).where(eq(creditAccounts.id, accountId));
  const balance = row?.balance ?? ZERO_CREDITS;
  const held = row?.held ?? ZERO_CREDITS;
  const free = fromMicro(balance - held);
  return {
    id: accountId,
    balance,
    held,
    available: free > 0n ? free : ZERO_CREDITS,
    entries: row?.entrySeq ?? 0,
  };
}
