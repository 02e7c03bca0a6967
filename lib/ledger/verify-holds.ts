import type { CheckpointHold } from "./checkpoint";
import { assertNextExpiry, type Break, show } from "./ledger-fault";
import type { Entry, Hold } from "./state";

const ENDED_BY: Readonly<Record<string, Hold["state"]>> = {
  capture: "captured",
  release: "released",
  hold_expiry: "expired",
};

/** What entries explain of a hold. */
type ExplainedHold = Pick<Hold, "state" | "endSeq" | "sourceType" | "sourceId"> & {
  readonly amount: bigint;
};

/** I3: recomputes the holds of an account from its entries. */
export class HoldVerification {
  readonly #holds: Map<string, ExplainedHold>;

  /** @param known open holds of a checkpoint @param fail reports a violation */
  constructor(
    known: readonly CheckpointHold[],
    readonly fail: Break,
  ) {
    this.#holds = new Map(known.map((hold) => [hold.id, { ...hold, state: "open", endSeq: null }]));
  }

  /** An entry places a hold that is new, or ends one that is open. */
  checkEntry({ seq, kind, holdId, heldDelta, sourceType, sourceId }: Entry): void {
    if (holdId === null) return;
    const hold = this.#holds.get(holdId);
    if (kind === "hold") {
      if (hold) this.fail("I3", `hold ${holdId} was placed before`);
      const placed = { amount: heldDelta, sourceType, sourceId };
      this.#holds.set(holdId, { ...placed, state: "open", endSeq: null });
      return;
    }
    const state = ENDED_BY[kind];
    if (!state || hold?.state !== "open" || heldDelta !== -hold.amount) {
      this.fail("I3", `it ends hold ${holdId}, which isn't open with that amount`);
    }
    this.#holds.set(holdId, { ...hold, state, endSeq: seq });
  }

  /** A hold is what its entries say. After the last entry. */
  checkStored(holds: readonly Hold[], nextExpiryAt: Date | null): void {
    const missing = new Set(this.#holds.keys());
    for (const hold of holds) {
      const explained = this.#holds.get(hold.id);
      missing.delete(hold.id);
      if (
        explained?.amount !== hold.amount ||
        explained.state !== hold.state ||
        explained.sourceType !== hold.sourceType ||
        explained.sourceId !== hold.sourceId ||
        explained.endSeq !== hold.endSeq
      ) {
        this.fail(
          "I3",
          `hold ${hold.id} of ${show(hold.amount)} is ${hold.state}, but entries say ${explained ? `${show(explained.amount)}, ${explained.state}` : "nothing"}`,
          hold.entrySeq,
        );
      }
      const expiresAt = hold.state === "open" ? hold.expiresAt : null;
      assertNextExpiry(this.fail, nextExpiryAt, { expiresAt, seq: hold.entrySeq });
    }
    for (const id of missing) this.fail("I3", `entries name hold ${id}, which doesn't exist`);
  }

  /** What a checkpoint keeps of holds that were verified. */
  static open(holds: readonly Hold[]): CheckpointHold[] {
    return holds
      .filter((hold) => hold.state === "open")
      .map(({ id, amount, sourceType, sourceId }) => ({ id, amount, sourceType, sourceId }));
  }
}
