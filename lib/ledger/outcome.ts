import { type Credits, ZERO_CREDITS } from "@/lib/shared/credits";
import type { AccountRow, Entry } from "./state";

/** What a command did, or did when it was first given. Derived from its entry alone. */
export interface Done {
  /** replayed: the key had been used for the same command before; nothing was done now. */
  readonly status: "done" | "replayed";
  /** The entry's seq; undefined when there was nothing to change. */
  readonly seq: number | undefined;
  readonly amount: Credits;
  readonly balanceAfter: Credits;
  readonly heldAfter: Credits;
  /** Of a capture: what was used and could not be taken. */
  readonly shortfall: Credits;
  /** The hold that was placed or ended. */
  readonly holdId: string | undefined;
}

export type RefusalCode =
  | "insufficient_credits"
  | "in_debt"
  | "idempotency_mismatch"
  | "payment_conflict"
  | "not_found"
  | "hold_ended"
  | "invalid_command";

/** Why a command wasn't carried out. Nothing has changed. */
export interface Refused {
  readonly status: "refused";
  readonly code: RefusalCode;
  /** For people: what was wrong and what to do. */
  readonly detail: string;
}

export type Outcome = Done | Refused;

/** What an outcome derives from; a stored entry read for a replay has no more. */
export type AnsweredEntry = Pick<
  Entry,
  "seq" | "amount" | "balanceAfter" | "heldAfter" | "shortfall" | "holdId"
>;

export function answerOf(entry: AnsweredEntry, status: Done["status"] = "done"): Done {
  const { seq, amount, balanceAfter, heldAfter, shortfall } = entry;
  return {
    status,
    seq,
    amount,
    balanceAfter,
    heldAfter,
    shortfall,
    holdId: entry.holdId ?? undefined,
  };
}

/** The answer of a command that had nothing to change, and so wrote no entry. */
export function answerWithoutEntry({ balance, held }: AccountRow): Done {
  return {
    status: "done",
    seq: undefined,
    amount: ZERO_CREDITS,
    balanceAfter: balance,
    heldAfter: held,
    shortfall: ZERO_CREDITS,
    holdId: undefined,
  };
}

export function refuse(code: RefusalCode, detail: string): Refused {
  return { status: "refused", code, detail };
}
