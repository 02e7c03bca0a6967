import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import type { NetworkFault } from "@/dev/test/kits/client/network";
import { useClientStage } from "@/dev/test/kits/client/stage";

const db = useTestDatabase();
const stage = useClientStage(db, ["credits:read", "credits:hold"]);
const { balance } = stage;
const clientThrough = (...faults: NetworkFault[]) => stage.clientThrough(...faults).client;
const input = () => ({
  ...{ account: stage.accountId(), amount: "40", service: "chat", expires_in: 600 },
});

describe("work of an unknown price", () => {
  it("has its credits held while it goes on, pays what it used, and frees the rest", async () => {
    const { result, capture } = await clientThrough().withHold(input(), async (hold) => {
      expect(hold).toMatchObject({ state: "open", amount: "40" });
      expect(await balance()).toMatchObject({ balance: "100", held: "40", available: "60" });
      return { amount: "12.5", result: "an answer" };
    });
    expect(result).toBe("an answer");
    expect(capture).toMatchObject({ balance: "87.5", shortfall: "0" });
    expect(await balance()).toMatchObject({ balance: "87.5", held: "0", available: "87.5" });
  });

  it("pays all that was held when it doesn't say what it used, and nothing for nothing", async () => {
    await clientThrough().withHold(input(), async () => ({}));
    expect(await balance()).toMatchObject({ balance: "60", held: "0" });
    await clientThrough().withHold(input(), async () => ({ amount: "0" }));
    expect(await balance()).toMatchObject({ balance: "60", held: "0" });
  });

  it("that throws pays nothing, and its own error is thrown, also when the release fails", async () => {
    const failing = new Error("the model is down");
    const work = () => Promise.reject(failing);
    await expect(clientThrough().withHold(input(), work)).rejects.toBe(failing);
    expect(await balance()).toMatchObject({ balance: "100", held: "0" });
    // The hold is made, and every try to release it is cut off.
    const cutOff = clientThrough(...(["ok", "drop", "drop", "drop", "drop"] as const));
    await expect(cutOff.withHold(input(), work)).rejects.toBe(failing);
    expect(await balance()).toMatchObject({ balance: "100", held: "40" });
  });

  it("pays once however often the network loses an answer", async () => {
    const client = clientThrough("lose", "ok", "lose", "lose");
    const { capture } = await client.withHold(input(), async () => ({ amount: "10" }));
    expect(capture).toMatchObject({ balance: "90" });
    expect(await balance()).toMatchObject({ balance: "90", held: "0" });
  });

  it("isn't begun when its credits can't be held", async () => {
    let begun = false;
    const work = async () => {
      begun = true;
      return {};
    };
    await expect(
      clientThrough().withHold({ ...input(), amount: "101" }, work),
    ).rejects.toMatchObject({ status: 402, code: "insufficient_credits" });
    expect(begun).toBe(false);
  });

  it("that used more than there is says so, or pays what there is if it was told", async () => {
    const client = clientThrough();
    await expect(client.withHold(input(), async () => ({ amount: "250" }))).rejects.toMatchObject({
      status: 402,
    });
    const { capture } = await client.withHold({ ...input(), amount: "10" }, async () => ({
      amount: "250",
      on_insufficient: "take_available",
    }));
    // The first hold still stands: its work is not paid for.
    expect(capture).toMatchObject({ balance: "40", shortfall: "190" });
  });
});
