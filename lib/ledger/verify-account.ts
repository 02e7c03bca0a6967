import type { AccountCheckpoint } from "./checkpoint";
import { hashEntry, inOrderOf } from "./hash";
import { absolute, type Break, type Invariant, LedgerBroken, show, usable } from "./ledger-fault";
import { groupBy } from "./loading";
import type { AccountRow, Entry, Hold, Lot } from "./state";
import { HoldVerification } from "./verify-holds";
import { LotVerification } from "./verify-lots";
import { ReversalVerification } from "./verify-reversals";

const MAY_LEAVE_DEBT = ["refund", "dispute", "adjustment", "capture"];
const RESPECTS_HOLDS = ["spend", "hold", "expiry", "transfer"];

/** An account as it is stored, without its entries. */
export interface StoredAccount {
  readonly account: AccountRow;
  /** All; behind a checkpoint those that were open there, are open now, or were made since. */
  readonly lots: readonly Lot[];
  readonly holds: readonly Hold[];
}

/**
 * Recomputes an account: its entries one by one in order of seq, then what is stored of it. Written
 * apart from `decide`, so that a mistake there isn't repeated here. Keeps what lots, holds and
 * payments add up to, and no entry.
 */
export class AccountVerification {
  #seq: number;
  #balance: bigint;
  #held: bigint;
  #hash: string;
  #at: Date;
  readonly #lotsMadeBy: ReadonlyMap<number, readonly Lot[]>;
  readonly #lots: LotVerification;
  readonly #holds: HoldVerification;
  readonly #reversals: ReversalVerification;

  /** @param from where an earlier verification ended; undefined: all entries are replayed */
  constructor(
    readonly stored: StoredAccount,
    from?: AccountCheckpoint,
  ) {
    this.#seq = from?.seq ?? 0;
    this.#balance = from?.balance ?? 0n;
    this.#held = from?.held ?? 0n;
    this.#hash = from?.hash ?? "";
    this.#at = from?.at ?? new Date(0);
    this.#lotsMadeBy = groupBy(stored.lots, (lot) => lot.entrySeq);
    this.#lots = new LotVerification(from?.lots, this.#fail);
    this.#holds = new HoldVerification(from?.holds ?? [], this.#fail);
    this.#reversals = new ReversalVerification(this.#seq, this.#fail);
  }

  /**
   * The next entry.
   * @throws LedgerBroken @throws ReachesBack where it needs entries before the checkpoint
   */
  checkEntry(entry: Entry): void {
    this.#seq += 1;
    if (entry.seq !== this.#seq) {
      this.#fail("I1", `the entry is missing, the next one is ${entry.seq}`);
    }
    const before = this.#balance;
    this.#checkSums(entry);
    this.#checkDebt(entry);
    const made = inOrderOf(entry, this.#lotsMadeBy.get(entry.seq) ?? []);
    this.#lots.checkMade(entry, made);
    this.#lots.checkAllocations(entry, { before, after: this.#balance });
    this.#holds.checkEntry(entry);
    this.#reversals.checkEntry(entry);
    this.#checkHash(entry, made);
  }

  /** What is stored is what the entries say. After the last entry. @throws LedgerBroken */
  checkStored(): void {
    const { account, lots, holds } = this.stored;
    this.#checkAccount(account);
    this.#lots.checkStored(lots, this.#balance, account.nextExpiryAt);
    this.#holds.checkStored(holds, account.nextExpiryAt);
  }

  /** Where the next verification may start. After `checkStored`. */
  toCheckpoint(): AccountCheckpoint {
    return {
      accountId: this.stored.account.id,
      seq: this.#seq,
      balance: this.#balance,
      held: this.#held,
      hash: this.#hash,
      at: this.#at,
      lots: LotVerification.open(this.stored.lots),
      holds: HoldVerification.open(this.stored.holds),
    };
  }

  #checkSums(entry: Entry): void {
    const before = this.#balance;
    this.#balance += entry.amount;
    this.#held += entry.heldDelta;
    if (entry.balanceAfter !== this.#balance) {
      this.#fail(
        "I1",
        `${show(before)} ${entry.amount < 0n ? "−" : "+"} ${show(absolute(entry.amount))} is ${show(this.#balance)}, but the entry says ${show(entry.balanceAfter)}`,
      );
    }
    if (entry.heldAfter !== this.#held || this.#held < 0n) {
      this.#fail(
        "I1",
        `${show(this.#held)} credits are held, but the entry says ${show(entry.heldAfter)}`,
      );
    }
    if (entry.createdAt < this.#at) this.#fail("I1", "it is older than the entry before it");
    this.#at = entry.createdAt;
  }

  #checkDebt({ kind, amount, heldDelta, shortfall }: Entry): void {
    const indebted = amount < 0n && this.#balance < 0n;
    if (indebted && (!MAY_LEAVE_DEBT.includes(kind) || shortfall > 0n)) {
      this.#fail("I2", `an entry of kind ${kind} left ${show(this.#balance)} credits`);
    }
    const takes = amount < 0n || heldDelta > 0n;
    if (takes && RESPECTS_HOLDS.includes(kind) && this.#balance < this.#held) {
      this.#fail(
        "I2",
        `an entry of kind ${kind} left ${show(this.#balance)} credits where ${show(this.#held)} are held`,
      );
    }
  }

  #checkHash(entry: Entry, made: readonly Lot[]): void {
    if (hashEntry(this.#hash, entry, made) !== entry.hash) {
      this.#fail(
        "I5",
        "its hash doesn't fit its content, the lots that it made and the entry before it",
      );
    }
    this.#hash = entry.hash;
  }

  /** I1, I3 and I5: the account's row is what its entries say. */
  #checkAccount({ balance, held, entrySeq, headHash, lotSum }: AccountRow): void {
    if (entrySeq !== this.#seq) {
      this.#fail("I1", `the account counts ${entrySeq} entries, but there are ${this.#seq}`);
    }
    if (balance !== this.#balance) {
      this.#fail(
        "I1",
        `the account's balance is ${show(balance)}, but its entries add up to ${show(this.#balance)}`,
      );
    }
    if (held !== this.#held) {
      this.#fail(
        "I1",
        `the account holds ${show(held)}, but its entries add up to ${show(this.#held)}`,
      );
    }
    if (lotSum !== usable(this.#balance)) {
      this.#fail("I3", `the account says that its lots hold ${show(lotSum)}`);
    }
    if (headHash !== this.#hash) {
      this.#fail("I5", "the account keeps another hash than its last entry has");
    }
  }

  readonly #fail: Break = (invariant: Invariant, found: string, seq = this.#seq): never => {
    throw new LedgerBroken(this.stored.account.id, seq, invariant, found);
  };
}
