import { and, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "@/db/client";
import { creditHolds, ledgerEntries } from "@/db/schema";
import { type Credits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";

/** A hold as it is now, with what placed and ended it. */
export interface HoldSummary {
  readonly accountId: string;
  readonly id: string;
  readonly amount: Credits;
  /** By the database's clock: expired as soon as its time is over, whether an entry says so or not. */
  readonly state: (typeof creditHolds.$inferSelect)["state"];
  readonly expiresAt: Date;
  readonly onExpire: (typeof creditHolds.$inferSelect)["onExpire"];
  readonly createdAt: Date;
  /** Who placed it, and what for. */
  readonly actor: string;
  readonly sourceId: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Undefined while no entry has ended it. */
  readonly end:
    | { readonly seq: number; readonly taken: Credits; readonly shortfall: Credits }
    | undefined;
}

/** @returns undefined when the account has no such hold */
export async function readHold(
  db: Db,
  accountId: string,
  holdId: string,
): Promise<HoldSummary | undefined> {
  const ended = alias(ledgerEntries, "ended");
  const [row] = await db
    .select({
      hold: creditHolds,
      over: sql<boolean>`${creditHolds.expiresAt} <= clock_timestamp()`,
      placed: {
        actor: ledgerEntries.actor,
        sourceId: ledgerEntries.sourceId,
        metadata: ledgerEntries.metadata,
      },
      end: { seq: ended.seq, amount: ended.amount, shortfall: ended.shortfall },
    })
    .from(creditHolds)
    .innerJoin(
      ledgerEntries,
      and(
        eq(ledgerEntries.accountId, creditHolds.accountId),
        eq(ledgerEntries.seq, creditHolds.entrySeq),
      ),
    )
    .leftJoin(
      ended,
      and(eq(ended.accountId, creditHolds.accountId), eq(ended.seq, creditHolds.endSeq)),
    )
    .where(and(eq(creditHolds.accountId, accountId), eq(creditHolds.id, holdId)));
  if (!row) return undefined;
  const { id, amount, state, expiresAt, onExpire, createdAt } = row.hold;
  return {
    ...{ accountId, id, amount, expiresAt, onExpire, createdAt, ...row.placed },
    state: state === "open" && row.over ? "expired" : state,
    end: row.end
      ? {
          seq: row.end.seq,
          taken: row.end.amount < 0n ? fromMicro(-row.end.amount) : ZERO_CREDITS,
          shortfall: row.end.shortfall,
        }
      : undefined,
  };
}
