import { compareLots } from "./allocate";
import type { AccountState, Lot } from "./state";

/** Accounts while they are being loaded. */
export type Loading = Map<string, AccountState>;

export function updateState(
  accounts: Loading,
  id: string,
  change: (state: AccountState) => Partial<AccountState>,
): void {
  const state = accounts.get(id);
  if (state) accounts.set(id, { ...state, ...change(state) });
}

/** Adds lots to the accounts, each once, in the order of use. */
export function addLots(accounts: Loading, lots: readonly Lot[]): void {
  for (const [accountId, own] of groupBy(lots, (lot) => lot.accountId)) {
    updateState(accounts, accountId, (state) => {
      if (state.lots.length === 0 && own.length === 1) return { lots: own };
      const byId = new Map([...state.lots, ...own].map((lot) => [lot.id, lot]));
      return { lots: [...byId.values()].sort(compareLots) };
    });
  }
}

export function groupBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

export function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}
