import type { Tx } from "@/db/client";
import { type Credits, fromMicro, sumCredits, ZERO_CREDITS } from "@/lib/shared/credits";
import { hasExpired } from "./allocate";
import { type Command, definitionOf } from "./commands";
import { addLots, groupBy, latest, updateState } from "./loading";
import { earliest } from "./post";
import { readExpiredHolds, readExpiredLots, readExpirySums, readLotsInOrder } from "./read-locked";
import { micro, toHold, toLot } from "./rows";
import { MAX_SETTLED } from "./settle";
import type { AccountState, Lot } from "./state";

/** Lots of an account that the first round trip loads; eight times as many in each that follows. */
export const FIRST_LOTS = 8;

/** Loads what has expired, for accounts that say that something may have. */
export async function loadExpired(
  tx: Tx,
  accounts: Map<string, AccountState>,
  now: Date,
): Promise<void> {
  const due = [...accounts.values()].flatMap((state): [string, string][] => {
    const at = latest(now, state.updatedAt);
    return state.nextExpiryAt && state.nextExpiryAt <= at ? [[state.id, at.toISOString()]] : [];
  });
  if (due.length === 0) return;
  const [lots, holds, sums] = await Promise.all([
    readExpiredLots(tx, due, MAX_SETTLED),
    readExpiredHolds(tx, due, MAX_SETTLED),
    readExpirySums(tx, due),
  ]);
  addLots(accounts, lots.map(toLot));
  for (const hold of holds.map(toHold)) {
    updateState(accounts, hold.accountId, (state) => ({
      holds: new Map([[hold.id, hold], ...state.holds]),
    }));
  }
  for (const { account_id, expired, next_at } of sums) {
    updateState(accounts, account_id, (state) => ({
      expiredElsewhere: micro(expired),
      laterExpiryAt: earliest([
        next_at === null ? null : new Date(next_at),
        // There may be more of them: then the account stays due.
        countOf(lots, account_id) === MAX_SETTLED || countOf(holds, account_id) === MAX_SETTLED
          ? state.nextExpiryAt
          : null,
      ]),
    }));
  }
}

/**
 * Loads more lots until those in the order of use cover what the batch takes from an account, or
 * none is left. What expired lots hold covers nothing.
 * @param first the accounts of which lots were loaded in the order of use, and these lots
 */
export async function loadUntilCovered(
  tx: Tx,
  accounts: Map<string, AccountState>,
  commands: readonly Command[],
  first: { readonly takers: readonly string[]; readonly lots: readonly Lot[] },
  now: Date,
): Promise<void> {
  const loaded = new Map<string, readonly Lot[]>(first.takers.map((id) => [id, []]));
  for (const [id, lots] of groupBy(first.lots, (lot) => lot.accountId)) loaded.set(id, lots);
  const hasAll = (id: string) => (loaded.get(id)?.length ?? FIRST_LOTS) < FIRST_LOTS;
  if (![...accounts.keys()].every(hasAll)) {
    const needs = needsOf(accounts, commands, now);
    for (let limit = FIRST_LOTS; ; limit *= 8) {
      const uncovered = [...needs].filter(([id, needed]) => {
        const lots = loaded.get(id);
        if (!lots) return needed > 0n;
        const fresh = lots.filter((lot) => !hasExpired(lot, now));
        return lots.length >= limit && sumCredits(fresh.map((lot) => lot.remaining)) < needed;
      });
      if (uncovered.length === 0) break;
      const ids = uncovered.map(([id]) => id);
      const more = (await readLotsInOrder(tx, ids, limit * 8)).map(toLot);
      addLots(accounts, more);
      const byAccount = groupBy(more, (lot) => lot.accountId);
      for (const id of ids) loaded.set(id, byAccount.get(id) ?? []);
    }
  }
  for (const state of accounts.values()) {
    if (state.expiredElsewhere === 0n) continue;
    const here = state.lots.filter((lot) => hasExpired(lot, latest(now, state.updatedAt)));
    const elsewhere = state.expiredElsewhere - sumCredits(here.map((lot) => lot.remaining));
    accounts.set(state.id, { ...state, expiredElsewhere: fromMicro(elsewhere) });
  }
}

/** At most how much commands, and holds that are captured as they expire, take from each account. */
function needsOf(
  accounts: ReadonlyMap<string, AccountState>,
  commands: readonly Command[],
  now: Date,
): Map<string, Credits> {
  const needs = new Map<string, Credits>();
  const add = (id: string, amount: Credits) =>
    needs.set(id, fromMicro((needs.get(id) ?? ZERO_CREDITS) + amount));
  for (const command of commands) {
    const definition = definitionOf(command);
    for (const id of definition.accountIds(command)) {
      const state = accounts.get(id);
      if (state) add(id, definition.takes(command, state));
    }
  }
  for (const state of accounts.values()) {
    for (const hold of state.holds.values()) {
      const ends = hold.state === "open" && hold.expiresAt <= latest(now, state.updatedAt);
      if (ends && hold.onExpire === "capture") add(state.id, hold.amount);
    }
  }
  return needs;
}

function countOf(rows: readonly { account_id: string }[], accountId: string): number {
  return rows.filter((row) => row.account_id === accountId).length;
}
