/** An account of the model: coins in lots. Plain data, so that it can be cloned. */
export interface ModelLot {
  readonly kind: "paid" | "promotional";
  readonly source: string;
  readonly priority: number;
  readonly expiresAt: number;
  readonly createdAt: number;
  /** The place among the lots that were ever made. */
  readonly number: number;
  coins: number;
}

export interface ModelHold {
  readonly coins: number;
  readonly onExpire: "release" | "capture";
  expiresAt: number;
  state: "open" | "captured" | "released" | "expired";
}

/** What took coins and may give them back: a payment's clawbacks, or an entry that was spent. */
export interface Taken {
  /** How many coins it may hold at most. */
  readonly credits: number;
  /** How many it holds, debt included. */
  coins: number;
  /** The lots of those that weren't debt, the last one at the end. */
  readonly lots: ModelLot[];
}

export interface ModelAccount {
  readonly lots: ModelLot[];
  readonly holds: Map<string, ModelHold>;
  readonly payments: Map<string, Taken>;
  /** By seq: what spends and captures took. */
  readonly spent: Map<number, Taken>;
  debt: number;
  /** How many entries were written. */
  seq: number;
}

export const NEVER = Number.POSITIVE_INFINITY;

export function newAccount(): ModelAccount {
  return { lots: [], holds: new Map(), payments: new Map(), spent: new Map(), debt: 0, seq: 0 };
}

export function balanceOf(account: ModelAccount): number {
  return account.lots.reduce((sum, lot) => sum + lot.coins, 0) - account.debt;
}

export function heldOf(account: ModelAccount): number {
  const open = [...account.holds.values()].filter(({ state }) => state === "open");
  return open.reduce((sum, hold) => sum + hold.coins, 0);
}

/** What can be spent: neither what is held nor what has expired. */
export function availableOf(account: ModelAccount, at: number): number {
  const dead = expired(account.lots, at).reduce((sum, lot) => sum + lot.coins, 0);
  return Math.max(balanceOf(account) - heldOf(account) - dead, 0);
}

/** Lots with something in them, as they are used: by priority, then soonest expiry, then oldest, then as they were made. */
export function inOrder(account: ModelAccount): ModelLot[] {
  const keys = (lot: ModelLot) => [lot.priority, lot.expiresAt, lot.createdAt, lot.number];
  const full = account.lots.filter((lot) => lot.coins > 0);
  return full.sort((a, b) => {
    const [left, right] = [keys(a), keys(b)];
    for (const [index, key] of left.entries()) {
      const other = right[index] ?? 0;
      if (key !== other) return key < other ? -1 : 1;
    }
    return 0;
  });
}

export function fresh(lots: readonly ModelLot[], at: number): ModelLot[] {
  return lots.filter((lot) => lot.expiresAt > at);
}

export function expired(lots: readonly ModelLot[], at: number): ModelLot[] {
  return lots.filter((lot) => lot.expiresAt <= at);
}

export function addLot(account: ModelAccount, terms: Omit<ModelLot, "coins" | "number">): ModelLot {
  const lot = { ...terms, number: account.lots.length, coins: 0 };
  account.lots.push(lot);
  return lot;
}

/** Takes one coin from the first lot that has one, or makes debt. */
export function takeCoin(account: ModelAccount, lots: readonly ModelLot[], taken: Taken): void {
  const lot = lots.find(({ coins }) => coins > 0);
  taken.coins += 1;
  if (!lot) account.debt += 1;
  else {
    lot.coins -= 1;
    taken.lots.push(lot);
  }
}

/** Gives one coin: it pays debt, or goes to a lot. */
export function giveCoin(account: ModelAccount, findLot: () => ModelLot): void {
  if (account.debt > 0) account.debt -= 1;
  else findLot().coins += 1;
}

/** Gives coins back to the lots that they were taken from; what was debt comes as a new lot. */
export function restore(
  account: ModelAccount,
  taken: Taken,
  { coins, source, at }: { coins: number; source: string; at: number },
): void {
  let extra: ModelLot | undefined;
  for (let coin = 0; coin < coins; coin += 1) {
    taken.coins -= 1;
    giveCoin(account, () => {
      const from = taken.lots.pop();
      if (from) return from;
      extra ??= addLot(account, {
        ...{ kind: "paid", source, priority: 100, expiresAt: NEVER, createdAt: at },
      });
      return extra;
    });
  }
}

/** Takes coins for use and remembers from where, under the seq of the entry that comes next. */
export function spend(account: ModelAccount, coins: number, lots: readonly ModelLot[]): void {
  const taken: Taken = { credits: coins, coins: 0, lots: [] };
  for (let coin = 0; coin < coins; coin += 1) takeCoin(account, lots, taken);
  account.spent.set(account.seq + 1, taken);
}

/** What a capture takes from: what its hold kept from expiring first. */
export function forCapture(account: ModelAccount, at: number): ModelLot[] {
  const lots = inOrder(account);
  return [...expired(lots, at), ...fresh(lots, at)];
}

export function isDue(account: ModelAccount, at: number): boolean {
  const holds = [...account.holds.values()];
  return (
    account.lots.some((lot) => lot.coins > 0 && lot.expiresAt <= at) ||
    holds.some((hold) => hold.state === "open" && hold.expiresAt <= at)
  );
}

/** What has expired ends: holds first, then lots, the soonest first, but for what is held. */
export function settle(account: ModelAccount, at: number): void {
  const holds = [...account.holds.values()]
    .filter((hold) => hold.state === "open" && hold.expiresAt <= at)
    .sort((a, b) => a.expiresAt - b.expiresAt);
  for (const hold of holds) {
    if (hold.onExpire === "capture") {
      const there = Math.max(Math.min(hold.coins, balanceOf(account)), 0);
      spend(account, there, forCapture(account, at));
      hold.state = "captured";
    } else hold.state = "expired";
    account.seq += 1;
  }
  for (const lot of expired(inOrder(account), at).sort((a, b) => a.expiresAt - b.expiresAt)) {
    const before = lot.coins;
    while (lot.coins > 0 && balanceOf(account) > heldOf(account)) lot.coins -= 1;
    if (lot.coins < before) account.seq += 1;
  }
}
