import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { useClientStage } from "@/dev/test/kits/client/stage";

const db = useTestDatabase();
const { clientThrough, accountId, balance } = useClientStage(db, ["credits:read", "credits:spend"]);

describe("spending through the client", () => {
  it("takes what is asked for and answers what is left", async () => {
    const { client } = clientThrough();
    const answer = await client.spend({ account: accountId(), amount: "1.5", service: "chat" });
    expect(answer).toMatchObject({ balance: "98.5", available: "98.5" });
  });

  it("has one effect however often the answer is lost, since each try carries the same key", async () => {
    const { client, sent } = clientThrough("lose", "drop", "lose");
    await client.spend({ account: accountId(), amount: "10", service: "chat" });
    const keys = sent.map((request) => request.headers.get("idempotency-key"));
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(1);
    expect((await balance()).balance).toBe("90");
  });

  it("has an effect of its own for each call", async () => {
    const { client } = clientThrough();
    const spend = () => client.spend({ account: accountId(), amount: "10", service: "chat" });
    await Promise.all([spend(), spend(), spend()]);
    expect((await balance()).balance).toBe("70");
  });

  it("has one effect for a key of the caller's own, also from another process", async () => {
    const input = { account: accountId(), amount: "10", service: "chat" };
    const spend = () => clientThrough().client.spend(input, { idempotencyKey: "job-1" });
    expect(await spend()).toEqual(await spend());
    expect((await balance()).balance).toBe("90");
    await expect(
      clientThrough().client.spend({ ...input, amount: "11" }, { idempotencyKey: "job-1" }),
    ).rejects.toMatchObject({ status: 422, code: "idempotency_mismatch" });
  });

  it("throws a refusal at once, with its reason, and takes nothing", async () => {
    const { client, sent } = clientThrough();
    await expect(
      client.spend({ account: accountId(), amount: "100.000001", service: "chat" }),
    ).rejects.toMatchObject({ status: 402, code: "insufficient_credits" });
    expect(sent).toHaveLength(1);
    expect((await balance()).balance).toBe("100");
  });
});
