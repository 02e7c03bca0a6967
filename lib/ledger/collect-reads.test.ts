import { describe, expect, it } from "vitest";
import {
  capture,
  clawback,
  grant,
  purchase,
  purchaseOf,
  reverse,
  spend,
  transfer,
} from "@/dev/test/kits/ledger/commands";
import { paymentOf } from "@/dev/test/kits/ledger/fold";
import { ACCOUNT, idOf, OTHER } from "@/dev/test/kits/ledger/states";
import { collectReads } from "./collect-reads";

describe("what a batch has loaded", () => {
  it("is each thing once, with the accounts in the order in which they are locked", () => {
    const commands = [
      spend(OTHER, 1, { idempotencyKey: "one" }),
      transfer(ACCOUNT, OTHER, 1, { idempotencyKey: "two" }),
      spend(ACCOUNT, 1, { idempotencyKey: "one" }),
      spend(ACCOUNT, 2, { idempotencyKey: "one" }),
      grant(ACCOUNT, 1, { idempotencyKey: "three" }),
      grant(ACCOUNT, 2, { idempotencyKey: "three" }),
      purchase(ACCOUNT, "pi_1", 5),
      clawback(ACCOUNT, "pi_1", 2),
      clawback(ACCOUNT, "pi_1", 3),
      clawback(OTHER, "pi_1", 3),
      reverse(ACCOUNT, 4, { idempotencyKey: "four" }),
      reverse(ACCOUNT, 4, { idempotencyKey: "four" }),
      capture(ACCOUNT, idOf(5), { idempotencyKey: "five" }),
      capture(ACCOUNT, idOf(5), { idempotencyKey: "five" }),
    ];
    const paymentId = paymentOf(ACCOUNT, "pi_1");
    expect(collectReads(commands)).toEqual({
      accountIds: [ACCOUNT, OTHER],
      newAccountIds: [ACCOUNT, OTHER],
      takers: [OTHER, ACCOUNT],
      keys: [
        [OTHER, "c:one"],
        [ACCOUNT, "c:two"],
        [OTHER, "c:two"],
        [ACCOUNT, "c:one"],
        [ACCOUNT, "c:three"],
        [ACCOUNT, `purchase:${paymentId}`],
        [ACCOUNT, "c:four"],
        [ACCOUNT, "c:five"],
      ],
      lotsLike: [
        {
          accountId: ACCOUNT,
          terms: {
            ...{ kind: "promotional", source: { type: "promotion", id: "welcome" } },
            ...{ priority: 50, expiresAt: null },
          },
        },
      ],
      payments: [
        [ACCOUNT, paymentId],
        [OTHER, paymentOf(OTHER, "pi_1")],
      ],
      reversed: [[ACCOUNT, 4]],
      holds: [[ACCOUNT, idOf(5)]],
      registrations: [{ paymentId, purchaseId: purchaseOf(ACCOUNT, "pi_1") }],
    });
  });

  it("is nothing for a batch of nothing", () => {
    expect(Object.values(collectReads([])).flat()).toEqual([]);
  });
});
