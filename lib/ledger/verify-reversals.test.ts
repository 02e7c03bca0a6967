import { describe, expect, it } from "vitest";
import { grant, purchase, reverse, spend } from "@/dev/test/kits/ledger/commands";
import { paymentOf } from "@/dev/test/kits/ledger/fold";
import { ACCOUNT } from "@/dev/test/kits/ledger/states";
import { findFault, forge, setEntry, storedAfter } from "@/dev/test/kits/ledger/stored";

const PAYMENT = paymentOf(ACCOUNT, "pi_1");

describe("a history that was changed, with all hashes made anew", () => {
  it("breaks I4: more of a payment is taken back than it granted", () => {
    const stored = storedAfter(
      () => purchase(ACCOUNT, "pi_1", 10),
      () => purchase(ACCOUNT, "pi_2", 10),
      () => spend(ACCOUNT, 12),
    );
    setEntry(3, { kind: "dispute", sourceId: PAYMENT })(stored);
    forge(stored);
    expect(findFault(stored)?.sentence).toContain("12 of 10 credits of payment");
  });

  it("breaks I4: an entry is given back twice", () => {
    const stored = storedAfter(
      () => grant(ACCOUNT, 20),
      () => spend(ACCOUNT, 5),
      () => reverse(ACCOUNT, 2),
      () => spend(ACCOUNT, 5),
      () => reverse(ACCOUNT, 4),
    );
    expect(findFault(stored)).toBeUndefined();
    setEntry(5, { reverses: 2 })(stored);
    forge(stored);
    expect(findFault(stored)?.sentence).toContain("gives back more than entry 2 took");
  });
});
