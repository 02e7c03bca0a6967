import { type AccountState, emptyAccount, type Hold, type Lot } from "@/lib/ledger/state";
import { type Credits, fromMicro } from "@/lib/shared/credits";

/** Rows of an account in memory, in micro-credits, for tests of pure functions. */
export const ACCOUNT = "01920000-0000-7000-8000-0000000000aa";
export const OTHER = "01920000-0000-7000-8000-0000000000bb";
export const AT = new Date("2026-01-01T00:00:00Z");

export function micro(amount: number): Credits {
  return fromMicro(BigInt(amount));
}

export function secondsLater(seconds: number): Date {
  return new Date(AT.getTime() + seconds * 1_000);
}

/** An id that sorts by its number. */
export function idOf(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
}

/** A lot of 10 that nothing was taken from, made by entry 1. */
export function aLot(id: string, more: Partial<Lot> = {}): Lot {
  const granted = more.granted ?? micro(10);
  return {
    accountId: ACCOUNT,
    id,
    kind: "paid",
    granted,
    remaining: granted,
    sourceType: "payment",
    sourceId: "pi_1",
    priority: 100,
    expiresAt: null,
    entrySeq: 1,
    createdAt: AT,
    ...more,
  };
}

/** An open hold of 5 for a minute, placed by entry 1. */
export function aHold(id: string, more: Partial<Hold> = {}): Hold {
  return {
    accountId: ACCOUNT,
    id,
    amount: micro(5),
    state: "open",
    expiresAt: secondsLater(60),
    onExpire: "release",
    sourceType: "service",
    sourceId: "llm",
    entrySeq: 1,
    endSeq: null,
    createdAt: AT,
    ...more,
  };
}

/** An account whose balance is what its lots hold, and that keeps what its open holds reserve. */
export function aState(
  lots: readonly Lot[],
  { holds = [], ...more }: Partial<Omit<AccountState, "holds">> & { holds?: readonly Hold[] } = {},
): AccountState {
  const sum = fromMicro(lots.reduce((total, { remaining }) => total + remaining, 0n));
  const open = holds.filter(({ state }) => state === "open");
  return {
    ...emptyAccount(ACCOUNT),
    balance: sum,
    held: fromMicro(open.reduce((total, { amount }) => total + amount, 0n)),
    lotSum: sum,
    entrySeq: 1,
    lots,
    holds: new Map(holds.map((hold) => [hold.id, hold])),
    ...more,
  };
}
