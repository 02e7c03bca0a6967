import { type Credits, sumCredits } from "@/lib/shared/credits";
import type { AccountState, Allocation, CounterAccount, EntryKind, Lot } from "./state";

/** What a decision moves: one entry, and the lots it takes from or makes. */
export interface Posting {
  readonly kind: EntryKind;
  readonly counterAccount: CounterAccount;
  readonly source: { type: string; id: string };
  readonly amount: Credits;
  readonly allocations: readonly Allocation[];
  readonly lots: readonly Lot[];
}

const MAY_LEAVE_DEBT: readonly string[] = ["refund", "dispute", "adjustment"];

/**
 * I2 and I3 before anything is written. The database states the same in constraints, but here a
 * mistake names the decision that made it.
 * @throws Error when a decision broke an invariant, so that the transaction is rolled back
 */
export function assertPosting(state: AccountState, posting: Posting): void {
  const before = state.balance;
  const after = before + posting.amount;
  const fail = (fault: string): never => {
    throw new Error(`${fault} (account ${state.id}, seq ${state.entrySeq + 1}, ${posting.kind})`);
  };
  if (posting.amount === 0n) fail("an entry would move nothing");
  if (posting.amount < 0n && after < 0n && !MAY_LEAVE_DEBT.includes(posting.kind)) {
    fail(`I2: the balance would be ${after} micro-credits`);
  }
  if (posting.kind === "spend" && after < state.held) {
    fail(`I2: ${after} micro-credits would be left for holds of ${state.held}`);
  }
  for (const lot of posting.lots) {
    if (lot.remaining < 0n || lot.remaining > lot.granted) {
      fail(`I3: lot ${lot.id} would hold ${lot.remaining} of ${lot.granted} micro-credits`);
    }
    if (absolute(movedOf(state, lot)) !== allocatedTo(posting, lot)) {
      fail(`I3: the allocations don't explain what lot ${lot.id} would hold`);
    }
  }
  const moved = sumCredits(posting.lots.map((lot) => movedOf(state, lot)));
  const due = usable(after) - usable(before);
  if (moved !== due) fail(`I3: lots would change by ${moved}, the balance by ${due} micro-credits`);
}

function movedOf(state: AccountState, lot: Lot): Credits {
  return (lot.remaining - (state.lots.get(lot.id)?.remaining ?? 0n)) as Credits;
}

function allocatedTo(posting: Posting, lot: Lot): Credits {
  const own = posting.allocations.filter(({ grantId }) => grantId === lot.id);
  return sumCredits(own.map(({ amount }) => amount));
}

/** Debt has no lots: what can be used is the balance, or nothing. */
function usable(balance: bigint): bigint {
  return balance > 0n ? balance : 0n;
}

function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
