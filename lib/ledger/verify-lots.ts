import { type CheckpointLot, digestLotTerms } from "./checkpoint";
import { absolute, assertNextExpiry, type Break, ReachesBack, show, usable } from "./ledger-fault";
import type { Entry, Lot } from "./state";

/** What entries explain of a lot. */
interface ExplainedLot {
  granted: bigint;
  remaining: bigint;
  /** Of a lot that a checkpoint knows; the terms of others are covered by their entry's hash. */
  readonly terms?: string;
}

/** Kinds whose lots are granted all that the entry gave, even where debt took it at once. */
const GRANTS_WHOLE: readonly string[] = ["purchase", "grant", "adjustment"];

/** I3: recomputes what each lot of an account holds from its entries. */
export class LotVerification {
  readonly #lots: Map<string, ExplainedLot>;

  /**
   * @param known lots of a checkpoint; undefined where all entries are replayed from the first
   * @param fail reports a violation
   */
  constructor(
    readonly known: readonly CheckpointLot[] | undefined,
    readonly fail: Break,
  ) {
    this.#lots = new Map(known?.map((lot) => [lot.id, { ...lot }]));
  }

  /** A lot begins empty; what it was granted is what the entry gave, or could give but for debt. */
  checkMade(entry: Entry, made: readonly Lot[]): void {
    for (const lot of made) {
      if (lot.createdAt.getTime() !== entry.createdAt.getTime()) {
        this.fail("I5", `lot ${lot.id} says another time than the entry that made it`);
      }
      const own = entry.allocations.filter(({ lotId }) => lotId === lot.id);
      const given = own.reduce((sum, { amount }) => sum + amount, 0n);
      // Allocations of a grant add to what was granted below, like those merged into older lots.
      const merged = entry.kind === "grant" ? given : 0n;
      const granted = GRANTS_WHOLE.includes(entry.kind) ? entry.amount : given;
      this.#lots.set(lot.id, { granted: granted - merged, remaining: 0n });
    }
  }

  /** What an entry takes from lots or gives to them is what the balance changed by. */
  checkAllocations(entry: Entry, balance: { readonly before: bigint; readonly after: bigint }) {
    const allocated = entry.allocations.reduce((sum, { amount }) => sum + amount, 0n);
    const due = absolute(usable(balance.after) - usable(balance.before));
    if (allocated !== due) {
      this.fail("I3", `its allocations add up to ${show(allocated)} in place of ${show(due)}`);
    }
    for (const { lotId, amount } of entry.allocations) {
      const lot = this.#lots.get(lotId);
      if (!lot && this.known) throw new ReachesBack();
      if (!lot) this.fail("I3", `it names lot ${lotId}, which no entry made before`);
      lot.remaining += entry.amount > 0n ? amount : -amount;
      if (entry.kind === "grant") lot.granted += amount;
      if (lot.remaining < 0n) {
        this.fail("I3", `it takes more from lot ${lotId} than was in it`);
      }
    }
  }

  /** A lot holds what the entries gave it less what they took. After the last entry. */
  checkStored(lots: readonly Lot[], balance: bigint, nextExpiryAt: Date | null): void {
    let sum = 0n;
    for (const lot of lots) {
      this.#checkLot(lot);
      sum += lot.remaining;
      const expiresAt = lot.remaining > 0n ? lot.expiresAt : null;
      assertNextExpiry(this.fail, nextExpiryAt, { expiresAt, seq: lot.entrySeq });
    }
    if (sum !== usable(balance)) {
      this.fail("I3", `lots hold ${show(sum)}, but the balance is ${show(balance)}`);
    }
  }

  #checkLot(lot: Lot): void {
    const explained = this.#lots.get(lot.id);
    if (explained?.remaining !== lot.remaining || explained.granted !== lot.granted) {
      this.fail(
        "I3",
        `lot ${lot.id} of ${show(lot.granted)} holds ${show(lot.remaining)}, but entries explain ${explained ? `${show(explained.remaining)} of ${show(explained.granted)}` : "nothing"}`,
        lot.entrySeq,
      );
    }
    if (explained?.terms !== undefined && explained.terms !== digestLotTerms(lot)) {
      this.fail("I5", `the terms of lot ${lot.id} have changed since they were verified`);
    }
  }

  /** What a checkpoint keeps of lots that were verified. */
  static open(lots: readonly Lot[]): CheckpointLot[] {
    return lots
      .filter((lot) => lot.remaining > 0n)
      .map((lot) => ({
        ...{ id: lot.id, granted: lot.granted, remaining: lot.remaining },
        terms: digestLotTerms(lot),
      }));
  }
}
