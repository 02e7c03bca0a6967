import { type Credits, fromMicro, minCredits } from "@/lib/shared/credits";
import { debtOf } from "./allocate";
import type { DecisionContext, Posting } from "./post";
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
