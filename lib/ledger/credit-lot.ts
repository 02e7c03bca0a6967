import { type Credits, fromMicro, minCredits } from "@/lib/shared/credits";
import { debtOf, type LotChange } from "./allocate";
import { type DecisionContext, LOT_PRIORITY, type Posting } from "./post";
import type { AccountState, Lot, Source } from "./state";

/** What decides when and for what the credits of a lot are used. */
export interface LotTerms {
  readonly kind: Lot["kind"];
  readonly source: Source;
  readonly priority: number;
  readonly expiresAt: Date | null;
}

/**
 * A lot for credits that are added. Debt is paid first: only what is beyond it remains to be used
 * (I3).
 * @returns the lots and allocations of the posting that adds them
 */
export function creditLot(
  state: AccountState,
  context: DecisionContext,
  credits: Credits,
  terms: LotTerms,
): Required<Pick<Posting, "lots" | "allocations">> {
  const remaining = fromMicro(credits - minCredits(debtOf(state), credits));
  const lot = newLot(state, context, terms, { granted: credits, remaining });
  return {
    lots: [lot],
    allocations: remaining > 0n ? [{ lotId: lot.id, amount: remaining }] : [],
  };
}

/**
 * Completes a change that gives credits back: what no lot was recorded for, because it had been owed
 * and was paid by other credits since, comes as a lot of its own.
 */
export function withNewLot(
  state: AccountState,
  context: DecisionContext,
  { lots, allocations, left }: LotChange,
  source: Source,
): Required<Pick<Posting, "lots" | "allocations">> {
  if (left === 0n) return { lots, allocations };
  const lot = newLot(
    state,
    context,
    { kind: "paid", source, priority: LOT_PRIORITY.paid, expiresAt: null },
    { granted: left, remaining: left },
  );
  return {
    lots: [...lots, lot],
    allocations: [...allocations, { lotId: lot.id, amount: left }],
  };
}

/** A lot that the account's next entry makes. */
export function newLot(
  state: AccountState,
  { newId, at }: DecisionContext,
  { kind, source, priority, expiresAt }: LotTerms,
  amounts: { readonly granted: Credits; readonly remaining: Credits },
): Lot {
  return {
    ...amounts,
    accountId: state.id,
    id: newId(),
    kind,
    sourceType: source.type,
    sourceId: source.id,
    priority,
    expiresAt,
    entrySeq: state.entrySeq + 1,
    createdAt: at,
  };
}
