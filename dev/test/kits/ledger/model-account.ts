/** An account of the model: coins in lots. Plain data, so that it can be cloned. */
export interface ModelLot {
  /** The payment that it came of. */
  readonly payment: string | undefined;
  readonly priority: number;
  readonly expiresAt: number;
  readonly createdAt: number;
  /** The place among the lots that were ever made. */
  readonly number: number;
  coins: number;
}

export interface ModelPayment {
  readonly credits: number;
  /** Coins that clawbacks hold in all. */
  clawed: number;
  /** The lots of those that weren't debt, the last one at the end. */
  readonly taken: ModelLot[];
}

export interface ModelAccount {
  readonly lots: ModelLot[];
  readonly payments: Map<string, ModelPayment>;
  debt: number;
  held: number;
  /** How many entries were written. */
  seq: number;
}

export function newAccount(): ModelAccount {
  return { lots: [], payments: new Map(), debt: 0, held: 0, seq: 0 };
}

export function balanceOf(account: ModelAccount): number {
  return account.lots.reduce((sum, lot) => sum + lot.coins, 0) - account.debt;
}

/** What can be spent: neither what is held nor what has expired. */
export function availableOf(account: ModelAccount, at: number): number {
  const expired = account.lots.filter((lot) => lot.expiresAt <= at);
  const dead = expired.reduce((sum, lot) => sum + lot.coins, 0);
  return Math.max(balanceOf(account) - account.held - dead, 0);
}

/** Lots as they are used: by priority, then soonest expiry, then oldest, then as they were made. */
export function inOrder(account: ModelAccount): ModelLot[] {
  const keys = (lot: ModelLot) => [lot.priority, lot.expiresAt, lot.createdAt, lot.number];
  return [...account.lots].sort((a, b) => {
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

export function addLot(account: ModelAccount, terms: Omit<ModelLot, "coins" | "number">): ModelLot {
  const lot = { ...terms, number: account.lots.length, coins: 0 };
  account.lots.push(lot);
  return lot;
}

/** Takes one coin from the first lot that has one. */
export function takeCoin(lots: readonly ModelLot[]): ModelLot | undefined {
  const lot = lots.find(({ coins }) => coins > 0);
  if (lot) lot.coins -= 1;
  return lot;
}

/** Gives one coin: it pays debt, or goes to a lot. */
export function giveCoin(account: ModelAccount, findLot: () => ModelLot): void {
  if (account.debt > 0) account.debt -= 1;
  else findLot().coins += 1;
}

/** What has expired ends: the soonest first, and no more than what isn't held. */
export function settle(account: ModelAccount, at: number): void {
  const expired = inOrder(account)
    .filter((lot) => lot.expiresAt <= at)
    .sort((a, b) => a.expiresAt - b.expiresAt);
  for (const lot of expired) {
    const before = lot.coins;
    while (lot.coins > 0 && balanceOf(account) > account.held) lot.coins -= 1;
    if (lot.coins < before) account.seq += 1;
  }
}
