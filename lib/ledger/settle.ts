import { fromMicro, minCredits, ZERO_CREDITS } from "@/lib/shared/credits";
import { hasExpired, takeExpiredFirst, takeFromLots } from "./allocate";
import { earliest, type Plan, type Posting, post } from "./post";
import type { AccountState, Hold, Lot } from "./state";

/** How many entries one command writes for what has expired. The rest is left for the next. */
export const MAX_SETTLED = 100;

interface Settled {
  readonly state: AccountState;
  readonly plans: readonly Plan[];
}

/**
 * Ends what has expired by `at`, before anything else is decided: holds first, since they free what
 * lots then lose, then lots, the soonest expired first. What open holds reserve doesn't expire: a
 * lot loses at most the balance less what is held, and the rest once the hold has ended.
 */
export function settleExpired(state: AccountState, at: Date): Settled {
  if (state.nextExpiryAt === null || state.nextExpiryAt > at) return { state, plans: [] };
  let current = state;
  const plans: Plan[] = [];
  const write = (posting: Posting) => {
    const posted = post(current, posting, at);
    // A balance only comes nearer to zero here, so it fits.
    if ("status" in posted) throw new Error(posted.detail);
    current = posted.state;
    plans.push(posted.plan);
  };
  for (const hold of expiredHolds(state, at)) write(endOfHold(current, hold, at));
  for (const lot of expiredLots(state, at)) {
    const left = current.lots.find(({ id }) => id === lot.id) ?? lot;
    const free = fromMicro(current.balance - current.held);
    const amount = free > 0n ? minCredits(left.remaining, free) : ZERO_CREDITS;
    if (plans.length === MAX_SETTLED) break;
    if (amount > 0n) write(expiryOf(current, left, amount));
  }
  return { state: { ...current, nextExpiryAt: nextExpiryOf(current) }, plans };
}

function expiredHolds(state: AccountState, at: Date): Hold[] {
  return [...state.holds.values()]
    .filter((hold) => hold.state === "open" && hold.expiresAt <= at)
    .sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime() || (a.id < b.id ? -1 : 1))
    .slice(0, MAX_SETTLED);
}

function expiredLots(state: AccountState, at: Date): Lot[] {
  return state.lots
    .filter((lot) => lot.remaining > 0n && hasExpired(lot, at))
    .sort((a, b) => Number(a.expiresAt) - Number(b.expiresAt));
}

/** A hold that expired gives free what it held, or takes what of it is there, as it was told. */
function endOfHold(state: AccountState, hold: Hold, at: Date): Posting {
  const ended = {
    key: `hold_expiry:${hold.id}`,
    commandDigest: null,
    source: { type: hold.sourceType, id: hold.sourceId },
    contra: "usage",
    actor: "system",
    heldDelta: fromMicro(-hold.amount),
  } as const;
  const endSeq = state.entrySeq + 1;
  if (hold.onExpire === "release") {
    return {
      ...ended,
      kind: "hold_expiry",
      reason: "The hold expired",
      amount: ZERO_CREDITS,
      hold: { ...hold, state: "expired", endSeq },
    };
  }
  const there = state.balance > 0n ? state.balance : ZERO_CREDITS;
  const taken = minCredits(hold.amount, there);
  const { lots, allocations } = takeExpiredFirst(state, taken, at);
  return {
    ...ended,
    kind: "capture",
    reason: "The hold expired and was captured",
    amount: fromMicro(-taken),
    shortfall: fromMicro(hold.amount - taken),
    lots,
    allocations,
    hold: { ...hold, state: "captured", endSeq },
  };
}

function expiryOf(state: AccountState, lot: Lot, amount: Posting["amount"]): Posting {
  const { lots, allocations } = takeFromLots([lot], amount);
  return {
    kind: "expiry",
    contra: "breakage",
    source: { type: "lot", id: lot.id },
    // A lot may expire in parts, or again after credits were given back to it.
    key: `expiry:${lot.id}:${state.entrySeq + 1}`,
    commandDigest: null,
    actor: "system",
    reason: "Credits expired",
    amount: fromMicro(-amount),
    lots,
    allocations,
  };
}

/** Exact where everything that can expire was loaded; otherwise what wasn't decides, too. */
function nextExpiryOf(state: AccountState): Date | null {
  return earliest([
    state.laterExpiryAt,
    ...state.lots.map((lot) => (lot.remaining > 0n ? lot.expiresAt : null)),
    ...[...state.holds.values()].map((hold) => (hold.state === "open" ? hold.expiresAt : null)),
  ]);
}
