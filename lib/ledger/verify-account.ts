import { hashEntry, inOrderOf } from "./hash";
import { absolute, type Invariant, LedgerBroken, show, usable } from "./ledger-fault";
import type { AccountRow, Entry, Hold, Lot } from "./state";

const MAY_LEAVE_DEBT = ["refund", "dispute", "adjustment", "capture"];
const RESPECTS_HOLDS = ["spend", "hold", "expiry", "transfer"];
const ENDED_BY: Readonly<Record<string, Hold["state"]>> = {
  capture: "captured",
  release: "released",
  hold_expiry: "expired",
};

/** What entries explain of a hold. */
type ExplainedHold = Pick<Hold, "state" | "endSeq" | "sourceType" | "sourceId"> & {
  readonly amount: bigint;
};

/** What entries explain of a lot. */
interface ExplainedLot {
  granted: bigint;
  remaining: bigint;
}

/**
 * Recomputes an account: its lots first, then its entries one by one in order of seq, then its
 * row. Written apart from `decide`, so that a mistake there isn't repeated here. Keeps what lots,
 * holds and payments add up to, and no entry.
 */
export class AccountVerification {
  #seq = 0;
  #balance = 0n;
  #held = 0n;
  #hash = "";
  #at = new Date(0);
  readonly #lots = new Map<string, ExplainedLot>();
  readonly #holds = new Map<string, ExplainedHold>();
  readonly #payments = new Map<string, { granted: bigint; clawed: bigint }>();
  readonly #reversible = new Map<number, bigint>();

  /** @param lotsMadeBy the stored lots by the seq of the entry that made them */
  constructor(
    readonly account: AccountRow,
    readonly lotsMadeBy: ReadonlyMap<number, readonly Lot[]>,
  ) {}

  checkEntry(entry: Entry): void {
    this.#seq += 1;
    if (entry.seq !== this.#seq) {
      throw this.#broken("I1", `the entry is missing, the next one is ${entry.seq}`);
    }
    const before = this.#balance;
    this.#checkSums(entry);
    this.#checkDebt(entry);
    const made = inOrderOf(entry, this.lotsMadeBy.get(entry.seq) ?? []);
    this.#checkMadeLots(entry, made);
    this.#checkAllocations(entry, before);
    this.#checkHold(entry);
    this.#checkPayment(entry);
    this.#checkReversal(entry);
    this.#checkHash(entry, made);
  }

  #checkSums(entry: Entry): void {
    const before = this.#balance;
    this.#balance += entry.amount;
    this.#held += entry.heldDelta;
    if (entry.balanceAfter !== this.#balance) {
      throw this.#broken(
        "I1",
        `${show(before)} ${entry.amount < 0n ? "−" : "+"} ${show(absolute(entry.amount))} is ${show(this.#balance)}, but the entry says ${show(entry.balanceAfter)}`,
      );
    }
    if (entry.heldAfter !== this.#held || this.#held < 0n) {
      throw this.#broken(
        "I1",
        `${show(this.#held)} credits are held, but the entry says ${show(entry.heldAfter)}`,
      );
    }
    if (entry.createdAt < this.#at) {
      throw this.#broken("I1", "it is older than the entry before it");
    }
    this.#at = entry.createdAt;
  }

  #checkDebt({ kind, amount, heldDelta, shortfall }: Entry): void {
    const indebted = amount < 0n && this.#balance < 0n;
    if (indebted && (!MAY_LEAVE_DEBT.includes(kind) || shortfall > 0n)) {
      throw this.#broken("I2", `an entry of kind ${kind} left ${show(this.#balance)} credits`);
    }
    const takes = amount < 0n || heldDelta > 0n;
    if (takes && RESPECTS_HOLDS.includes(kind) && this.#balance < this.#held) {
      throw this.#broken(
        "I2",
        `an entry of kind ${kind} left ${show(this.#balance)} credits where ${show(this.#held)} are held`,
      );
    }
  }

  /** I3: a lot begins empty; what it was granted is what the entry gave, or could give but for debt. */
  #checkMadeLots(entry: Entry, made: readonly Lot[]): void {
    const whole = ["purchase", "grant", "adjustment"].includes(entry.kind);
    for (const lot of made) {
      if (lot.createdAt.getTime() !== entry.createdAt.getTime()) {
        throw this.#broken("I5", `lot ${lot.id} says another time than the entry that made it`);
      }
      const own = entry.allocations.filter(({ lotId }) => lotId === lot.id);
      const given = own.reduce((sum, { amount }) => sum + amount, 0n);
      // Allocations of a grant add to what was granted below, like those merged into older lots.
      const merged = entry.kind === "grant" ? given : 0n;
      this.#lots.set(lot.id, {
        granted: (whole ? entry.amount : given) - merged,
        remaining: 0n,
      });
    }
  }

  #checkAllocations(entry: Entry, before: bigint): void {
    const allocated = entry.allocations.reduce((sum, { amount }) => sum + amount, 0n);
    const due = absolute(usable(this.#balance) - usable(before));
    if (allocated !== due) {
      throw this.#broken(
        "I3",
        `its allocations add up to ${show(allocated)} in place of ${show(due)}`,
      );
    }
    for (const { lotId, amount } of entry.allocations) {
      const lot = this.#lots.get(lotId);
      if (!lot) throw this.#broken("I3", `it names lot ${lotId}, which no entry made before`);
      lot.remaining += entry.amount > 0n ? amount : -amount;
      if (entry.kind === "grant") lot.granted += amount;
      if (lot.remaining < 0n) {
        throw this.#broken("I3", `it takes more from lot ${lotId} than was in it`);
      }
    }
  }

  #checkHold({ kind, holdId, heldDelta, sourceType, sourceId }: Entry): void {
    if (holdId === null) return;
    const hold = this.#holds.get(holdId);
    if (kind === "hold") {
      if (hold) throw this.#broken("I3", `hold ${holdId} was placed before`);
      this.#holds.set(holdId, {
        amount: heldDelta,
        state: "open",
        sourceType,
        sourceId,
        endSeq: null,
      });
      return;
    }
    const state = ENDED_BY[kind];
    if (!state || hold?.state !== "open" || heldDelta !== -hold.amount) {
      throw this.#broken("I3", `it ends hold ${holdId}, which isn't open with that amount`);
    }
    this.#holds.set(holdId, { ...hold, state, endSeq: this.#seq });
  }

  #checkPayment(entry: Entry): void {
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

  /** I4: of what an entry took no more is given back than it took. */
  #checkReversal({ seq, kind, amount, reverses }: Entry): void {
    if (amount < 0n && (kind === "spend" || kind === "capture")) {
      this.#reversible.set(seq, -amount);
    }
    if (reverses === null) return;
    const left = (this.#reversible.get(reverses) ?? 0n) - amount;
    if (left < 0n) throw this.#broken("I4", `it gives back more than entry ${reverses} took`);
    this.#reversible.set(reverses, left);
  }

  #checkHash(entry: Entry, made: readonly Lot[]): void {
    if (hashEntry(this.#hash, entry, made) !== entry.hash) {
      throw this.#broken(
        "I5",
        "its hash doesn't fit its content, the lots that it made and the entry before it",
      );
    }
    this.#hash = entry.hash;
  }

  /** I1 and I5: the account's row is what its entries say. After the last entry. */
  checkAccount(): void {
    const { balance, held, entrySeq, headHash, lotSum } = this.account;
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
    if (held !== this.#held) {
      throw this.#broken(
        "I1",
        `the account holds ${show(held)}, but its entries add up to ${show(this.#held)}`,
      );
    }
    if (lotSum !== usable(this.#balance)) {
      throw this.#broken("I3", `the account says that its lots hold ${show(lotSum)}`);
    }
    if (headHash !== this.#hash) {
      throw this.#broken("I5", "the account keeps another hash than its last entry has");
    }
  }

  /** I3: a lot holds what the entries gave it less what they took. After the last entry. */
  checkLots(): void {
    let sum = 0n;
    for (const lot of [...this.lotsMadeBy.values()].flat()) {
      const explained = this.#lots.get(lot.id);
      this.#lots.delete(lot.id);
      sum += lot.remaining;
      if (
        !explained ||
        lot.remaining !== explained.remaining ||
        lot.granted !== explained.granted
      ) {
        throw this.#broken(
          "I3",
          `lot ${lot.id} of ${show(lot.granted)} holds ${show(lot.remaining)}, but entries explain ${explained ? `${show(explained.remaining)} of ${show(explained.granted)}` : "nothing"}`,
          lot.entrySeq,
        );
      }
      this.#checkNextExpiry(lot.remaining > 0n ? lot.expiresAt : null, lot.entrySeq);
    }
    if (sum !== usable(this.#balance)) {
      throw this.#broken("I3", `lots hold ${show(sum)}, but the balance is ${show(this.#balance)}`);
    }
  }

  /** I3: a hold is what its entries say. After the last entry. */
  checkHolds(holds: readonly Hold[]): void {
    for (const hold of holds) {
      const explained = this.#holds.get(hold.id);
      this.#holds.delete(hold.id);
      if (
        explained?.amount !== hold.amount ||
        explained.state !== hold.state ||
        explained.sourceType !== hold.sourceType ||
        explained.sourceId !== hold.sourceId ||
        explained.endSeq !== hold.endSeq
      ) {
        throw this.#broken(
          "I3",
          `hold ${hold.id} of ${show(hold.amount)} is ${hold.state}, but entries say ${explained ? `${show(explained.amount)}, ${explained.state}` : "nothing"}`,
          hold.entrySeq,
        );
      }
      this.#checkNextExpiry(hold.state === "open" ? hold.expiresAt : null, hold.entrySeq);
    }
    for (const id of this.#holds.keys()) {
      throw this.#broken("I3", `entries name hold ${id}, which doesn't exist`);
    }
  }

  /** What expires earlier than the account says would never be looked for. */
  #checkNextExpiry(expiresAt: Date | null, seq: number): void {
    const { nextExpiryAt } = this.account;
    if (expiresAt !== null && (nextExpiryAt === null || nextExpiryAt > expiresAt)) {
      throw this.#broken(
        "I3",
        `something expires at ${expiresAt.toISOString()}, before the account's next expiry`,
        seq,
      );
    }
  }

  #broken(invariant: Invariant, found: string, seq: number = this.#seq): LedgerBroken {
    return new LedgerBroken(this.account.id, seq, invariant, found);
  }
}
