import { fromMicro } from "@/lib/shared/credits";
import { sumAllocations } from "./allocate";
import type { Posting } from "./post";
import type { AccountState, Hold, Lot } from "./state";

const MAY_LEAVE_DEBT: readonly string[] = ["refund", "dispute", "adjustment", "capture"];
const RESPECTS_HOLDS: readonly string[] = ["spend", "hold", "expiry", "transfer"];

/**
 * I2 and I3 before anything is written. The database states the same in constraints, but here a
 * mistake names the decision that made it.
 * @throws Error when a decision broke an invariant, so that the transaction is rolled back
 */
export function assertPosting(state: AccountState, posting: Posting): void {
  const { amount, heldDelta = 0n, lots = [], hold, kind } = posting;
  const after = state.balance + amount;
  const heldAfter = state.held + heldDelta;
  if (amount === 0n && heldDelta === 0n) fail(state, posting, "an entry would change nothing");
  if (amount < 0n && after < 0n && !MAY_LEAVE_DEBT.includes(kind)) {
    fail(state, posting, `I2: the balance would be ${after} micro-credits`);
  }
  const takes = amount < 0n || heldDelta > 0n;
  if (takes && after < heldAfter && RESPECTS_HOLDS.includes(kind)) {
    fail(state, posting, `I2: ${after} micro-credits would be left for holds of ${heldAfter}`);
  }
  if (heldDelta !== heldChange(hold))
    fail(state, posting, "I2: the hold doesn't explain what would be held");
  for (const lot of lots) {
    if (lot.remaining < 0n || lot.remaining > lot.granted) {
      fail(
        state,
        posting,
        `I3: lot ${lot.id} would hold ${lot.remaining} of ${lot.granted} micro-credits`,
      );
    }
    const change = lot.remaining - remainingBefore(state, lot);
    if (absolute(change) !== allocatedTo(posting, lot)) {
      fail(state, posting, `I3: the allocations don't explain what lot ${lot.id} would hold`);
    }
  }
  const moved = lotChangeOf(state, lots);
  const due = usable(after) - usable(state.balance);
  if (moved !== due)
    fail(state, posting, `I3: lots would change by ${moved}, the balance by ${due} micro-credits`);
}

/** Not a closure of the function above: that would be made anew for every entry. */
function fail(state: AccountState, { kind }: Posting, fault: string): never {
  throw new Error(`${fault} (account ${state.id}, seq ${state.entrySeq + 1}, ${kind})`);
}

/** By how much lots that were changed or made move the sum of the account's lots. */
export function lotChangeOf(state: AccountState, lots: readonly Lot[]): bigint {
  return lots.reduce((sum, lot) => sum + lot.remaining - remainingBefore(state, lot), 0n);
}

function heldChange(hold: Hold | undefined): bigint {
  if (!hold) return 0n;
  return hold.state === "open" ? hold.amount : fromMicro(-hold.amount);
}

function remainingBefore(state: AccountState, lot: Lot): bigint {
  return state.lots.find(({ id }) => id === lot.id)?.remaining ?? 0n;
}

function allocatedTo({ allocations = [] }: Posting, lot: Lot): bigint {
  return sumAllocations(allocations.filter(({ lotId }) => lotId === lot.id));
}

/** Debt has no lots: what can be used is the balance, or nothing. */
function usable(balance: bigint): bigint {
  return balance > 0n ? balance : 0n;
}

function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
