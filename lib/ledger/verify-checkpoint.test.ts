import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clawback,
  grant,
  hold,
  purchase,
  release,
  reverse,
  spend,
} from "@/dev/test/kits/ledger/commands";
import { newHistory, next } from "@/dev/test/kits/ledger/fold";
import { ACCOUNT, micro, OTHER, secondsLater } from "@/dev/test/kits/ledger/states";
import { anyStep, commandOf } from "@/dev/test/kits/ledger/steps";
import {
  findFault,
  lastHold,
  play,
  type Stored,
  setAccount,
  setEntry,
  setHold,
  setLot,
  storedOf,
  type Tamper,
  verify,
} from "@/dev/test/kits/ledger/stored";
import type { AccountCheckpoint } from "./checkpoint";
import { ReachesBack } from "./ledger-fault";

const LATER = secondsLater(10);

describe("verification from a checkpoint", () => {
  /** What is read of an account behind a checkpoint. */
  function behind(stored: Stored, { seq, lots, holds }: AccountCheckpoint): Stored {
    const known = (rows: readonly { id: string }[], id: string) =>
      rows.some((row) => row.id === id);
    return {
      ...stored,
      lots: stored.lots.filter(
        (lot) => lot.remaining > 0n || lot.entrySeq > seq || known(lots, lot.id),
      ),
      holds: stored.holds.filter(
        (one) => one.state === "open" || one.entrySeq > seq || known(holds, one.id),
      ),
    };
  }

  it("comes to the same as a replay of the whole, wherever it starts, or says that it must be whole", () => {
    let [resumed, whole] = [0, 0];
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 40, maxLength: 40 }), (script) => {
        let history = newHistory(ACCOUNT, OTHER);
        const checkpoints: AccountCheckpoint[] = [];
        for (const [index, step] of script.entries()) {
          const now = secondsLater(index);
          history = next(history, commandOf(step, [ACCOUNT, OTHER], history, now), now);
          checkpoints.push(verify(storedOf(history)));
        }
        const stored = storedOf(history);
        const end = verify(stored);
        for (const from of checkpoints) {
          try {
            expect(verify(behind(stored, from), from)).toEqual(end);
            resumed += 1;
          } catch (error) {
            if (!(error instanceof ReachesBack)) throw error;
            whole += 1;
          }
        }
      }),
      { numRuns: 20 },
    );
    expect(resumed).toBeGreaterThan(whole / 4);
  });

  /** A history, verified before its last entry: a lot and a hold are open there. */
  function lastEntryBehind() {
    const before = play(
      () => purchase(ACCOUNT, "pi_1", 10),
      () => grant(ACCOUNT, 2),
      () => hold(ACCOUNT, 1),
    );
    return {
      from: verify(storedOf(before)),
      stored: storedOf(next(before, spend(ACCOUNT, 1), LATER)),
    };
  }

  it("is sound where nothing was changed", () => {
    const { from, stored } = lastEntryBehind();
    expect(findFault(behind(stored, from), from)).toBeUndefined();
  });

  it.each<[string, Tamper, string]>([
    ["the terms of a lot", setLot(-1, { priority: 7 }), "the terms of lot"],
    ["what remains of a lot", setLot(-1, { remaining: micro(1) }), "entries explain 10 of 10"],
    ["a lot that is gone", ({ lots }) => lots.splice(-1, 1), "lots hold 1, but the balance is 11"],
    ["whom a hold is of", setHold(0, { sourceId: "x" }), "but entries say 1, open"],
    ["an entry since", setEntry(4, { actor: "x" }), "its hash doesn't fit"],
    [
      "the end, cut off to before it",
      (stored) => {
        stored.entries.splice(2, 2);
        setAccount({ entrySeq: 2 })(stored);
      },
      "counts 2 entries, but there are 3",
    ],
  ])("finds that %s was changed", (_, tamper, found) => {
    const { from, stored } = lastEntryBehind();
    tamper(stored);
    expect(findFault(behind(stored, from), from)?.sentence).toContain(found);
  });

  it("says that it must be whole where an entry reverses one, or takes back a payment, from before", () => {
    const before = play(
      () => purchase(ACCOUNT, "pi_1", 10),
      () => grant(ACCOUNT, 2),
      () => spend(ACCOUNT, 3),
      () => hold(ACCOUNT, 1),
    );
    const from = verify(storedOf(before));
    for (const command of [reverse(ACCOUNT, 3), clawback(ACCOUNT, "pi_1", 4)]) {
      expect(() => verify(storedOf(next(before, command, LATER)), from)).toThrow(ReachesBack);
    }
    for (const command of [spend(ACCOUNT, 1), release(ACCOUNT, lastHold(before))]) {
      const stored = storedOf(next(before, command, LATER));
      expect(verify(behind(stored, from), from).seq).toBe(5);
    }
    const since = next(next(before, purchase(ACCOUNT, "pi_2", 5), LATER), spend(ACCOUNT, 1), LATER);
    for (const command of [reverse(ACCOUNT, 6), clawback(ACCOUNT, "pi_2", 4)]) {
      const stored = storedOf(next(since, command, LATER));
      expect(verify(behind(stored, from), from).seq).toBe(7);
    }
  });
});
