import {
  type Credits,
  formatCredits,
  fromMicro,
  sumCredits,
  toDecimal,
} from "@/lib/shared/credits";
import { hashEntry } from "./hash";
import type { AccountState, Entry, Lot } from "./state";

export type Invariant = "I1" | "I2" | "I3" | "I4" | "I5" | "I6";

/** Where the ledger is broken first. */
export interface LedgerFault {
  readonly accountId: string;
  /** The entry at which it shows; for lots and effects, the entry that they refer to. */
  readonly seq: number;
  readonly invariant: Invariant;
  /** For people: all of the above, and what was found instead of what. */
  readonly sentence: string;
}

/** Thrown by the checks below, so that each can be written as one statement. */
export class LedgerBroken extends Error {
  readonly fault: LedgerFault;

  constructor(accountId: string, seq: number, invariant: Invariant, found: string) {
    super(`${invariant} is broken at entry ${seq} of account ${accountId}: ${found}.`);
    this.fault = { accountId, seq, invariant, sentence: this.message };
  }
}

export type StoredAccount = Pick<AccountState, "id" | "balance" | "held" | "entrySeq" | "headHash">;

/** An effect, and what the entry that it names says; null where there is no such entry. */
export interface EffectWithEntry {
  readonly idempotencyKey: string;
  readonly answer: Readonly<Record<string, unknown>>;
  readonly amount: Credits | null;
  readonly balanceAfter: Credits | null;
}

/**
 * Recomputes an account from its entries, given one by one in order of seq. Written apart from
 * `decide`, so that a mistake there isn't repeated here. Keeps what lots and payments add up to,
 * and no entry.
 */
export class AccountVerification {
  #seq = 0;
  #balance = 0n;
  #hash: Buffer = Buffer.alloc(0);
  /** Whether something was taken that may leave debt, and with it holds without cover. */
  #mayLackCover = false;
  #inLots = 0n;
  /** What entries explain of each lot. */
  readonly #lots = new Map<string, bigint>();
  readonly #payments = new Map<string, { granted: bigint; clawed: bigint }>();

  constructor(readonly account: StoredAccount) {}

  checkEntry(entry: Entry): void {
    this.#seq += 1;
    if (entry.seq !== this.#seq) {
      throw this.#broken("I1", `the entry is missing, the next one is ${entry.seq}`);
    }
    const before = this.#balance;
    this.#balance += entry.amount;
    if (entry.balanceAfter !== this.#balance) {
      throw this.#broken(
        "I1",
        `${show(before)} ${entry.amount < 0n ? "−" : "+"} ${show(absolute(entry.amount))} is ${show(this.#balance)}, but the entry says ${show(entry.balanceAfter)}`,
      );
    }
    const mayLeaveDebt = ["refund", "dispute", "adjustment"].includes(entry.kind);
    this.#mayLackCover ||= mayLeaveDebt;
    if (entry.amount < 0n && this.#balance < 0n && !mayLeaveDebt) {
      throw this.#broken(
        "I2",
        `a movement of kind ${entry.kind} left ${show(this.#balance)} credits`,
      );
    }
    this.#checkAllocations(entry, before);
    this.#checkPayment(entry);
    const hash = hashEntry(this.#hash, entry);
    if (!hash.equals(entry.hash)) {
      throw this.#broken("I5", "its hash doesn't fit its content and the entry before it");
    }
    this.#hash = entry.hash;
  }

  /** I1, I2 and I5: the account's row is what its entries say. After the last entry. */
  checkAccount(): void {
    const { balance, held, entrySeq, headHash } = this.account;
    if (entrySeq !== this.#seq) {
      throw this.#broken(
        "I1",
        `the account counts ${entrySeq} entries, but there are ${this.#seq}`,
      );
    }
    if (balance !== this.#balance) {
      throw this.#broken(
        "I1",
        `the account's balance is ${show(balance)}, but its entries add up to ${show(this.#balance)}`,
      );
    }
    if (!headHash.equals(this.#hash)) {
      throw this.#broken("I5", "the account keeps another hash than its last entry has");
    }
    if (held < 0n || (held > balance && !this.#mayLackCover)) {
      throw this.#broken("I2", `${show(held)} credits are held of a balance of ${show(balance)}`);
    }
  }

  /** I3: a lot holds what the entries gave it less what they took. After the last entry. */
  checkLot(lot: Lot): void {
    const explained = this.#lots.get(lot.id) ?? 0n;
    this.#lots.delete(lot.id);
    this.#inLots += lot.remaining;
    if (lot.remaining !== explained || lot.remaining > lot.granted) {
      throw this.#broken(
        "I3",
        `lot ${lot.id} of ${show(lot.granted)} holds ${show(lot.remaining)}, but entries explain ${show(explained)}`,
        lot.entrySeq,
      );
    }
  }

  /** I3: all lots are there, and add up to the balance. After the last lot. */
  checkLots(): void {
    for (const id of this.#lots.keys())
      throw this.#broken("I3", `entries name lot ${id}, which doesn't exist`);
    if (this.#inLots !== usable(this.#balance)) {
      throw this.#broken(
        "I3",
        `lots hold ${show(this.#inLots)}, but the balance is ${show(this.#balance)}`,
      );
    }
  }

  /** I6: what was answered under a key is what the entry says. */
  checkEffect({ idempotencyKey, answer, amount, balanceAfter }: EffectWithEntry): void {
    const seq = Number(answer.seq);
    const effect = `the effect of key "${idempotencyKey}"`;
    if (amount === null || balanceAfter === null) {
      throw this.#broken("I6", `${effect} names an entry that doesn't exist`, seq);
    }
    if (answer.amount !== toDecimal(amount) || answer.balanceAfter !== toDecimal(balanceAfter)) {
      throw this.#broken(
        "I6",
        `${effect} says ${answer.amount} and a balance of ${answer.balanceAfter}, the entry ${toDecimal(amount)} and ${toDecimal(balanceAfter)}`,
        seq,
      );
    }
  }

  #checkAllocations(entry: Entry, before: bigint): void {
    const allocated = sumCredits(entry.allocations.map(({ amount }) => amount));
    const due = absolute(usable(this.#balance) - usable(before));
    if (allocated !== due) {
      throw this.#broken(
        "I3",
        `its allocations add up to ${show(allocated)} in place of ${show(due)}`,
      );
    }
    for (const { grantId, amount } of entry.allocations) {
      const change = entry.amount > 0n ? amount : -amount;
      const remaining = (this.#lots.get(grantId) ?? 0n) + change;
      if (remaining < 0n)
        throw this.#broken("I3", `it takes more from lot ${grantId} than was in it`);
      this.#lots.set(grantId, remaining);
    }
  }

  #checkPayment(entry: Entry): void {
    if (entry.sourceType !== "payment") return;
    const payment = this.#payments.get(entry.sourceId);
    if (entry.kind === "purchase") {
      if (payment) throw this.#broken("I4", `payment ${entry.sourceId} was credited before`);
      this.#payments.set(entry.sourceId, { granted: entry.amount, clawed: 0n });
    } else if (/^(refund|dispute)/.test(entry.kind)) {
      if (!payment) {
        throw this.#broken("I4", `payment ${entry.sourceId} was never credited`);
      }
      payment.clawed -= entry.amount;
      if (payment.clawed < 0n || payment.clawed > payment.granted) {
        throw this.#broken(
          "I4",
          `${show(payment.clawed)} of ${show(payment.granted)} credits of payment ${entry.sourceId} would be taken back`,
        );
      }
    }
  }

  #broken(invariant: Invariant, found: string, seq: number = this.#seq): LedgerBroken {
    return new LedgerBroken(this.account.id, seq, invariant, found);
  }
}

/** Debt has no lots: what can be used is the balance, or nothing. */
function usable(balance: bigint): bigint {
  return balance > 0n ? balance : 0n;
}

function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

function show(amount: bigint): string {
  return formatCredits(fromMicro(amount));
}
