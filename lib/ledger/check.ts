import { sumCredits } from "@/lib/credits";
import type { AccountState } from "./state";

/**
 * I3 before anything is written: what the lots hold is the balance, or nothing while in debt.
 * @throws Error when a decision broke it, so that the transaction is rolled back
 */
export function assertLotsMatchBalance(state: AccountState): void {
  const remaining = sumCredits([...state.lots.values()].map((lot) => lot.remaining));
  const expected = state.balance > 0n ? state.balance : 0n;
  if (remaining !== expected) {
    throw new Error(
      `I3: lots of account ${state.id} would hold ${remaining}, its balance ${state.balance} (micro-credits)`,
    );
  }
  for (const lot of state.lots.values()) {
    if (lot.remaining < 0n || lot.remaining > lot.granted) {
      throw new Error(
        `I3: lot ${lot.id} of account ${state.id} would hold ${lot.remaining} of ${lot.granted} (micro-credits)`,
      );
    }
  }
}
