import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, useApi } from "@/dev/test/kits/api/api";
import { givenCredits } from "@/dev/test/kits/api/credits";
import { newId } from "@/lib/shared/ids";

const db = useTestDatabase();
const ask = useApi(db);

const keyed = (key: object, idempotencyKey = newId()) => ({
  ...key,
  "idempotency-key": idempotencyKey,
});

async function spender() {
  const user = await makeUser(db());
  await givenCredits(db(), user.accountId, 100);
  const key = await keyOf(db(), user, ["credits:read", "credits:spend"]);
  const call = (method: string, path: string, body?: object) =>
    ask<{ entry: string }>(`${method} /credits/${path}`, { headers: keyed(key), body });
  const spend = async (amount: string) =>
    (await call("POST", "spend", { amount, service: "chat" })).body.entry;
  return { user, call, spend };
}

describe("POST /credits/reverse", () => {
  const granter = async () =>
    keyOf(db(), await makeUser(db(), "admin"), ["credits:grant"], { account: "all" });
  it("gives back what was spent, in parts, and never more than that", async () => {
    const { call, spend } = await spender();
    const entry = await spend("40");
    const headers = await granter();
    const reverse = (amount?: string, idempotencyKey = newId()) =>
      ask("POST /credits/reverse", {
        headers: keyed(headers, idempotencyKey),
        body: { entry, amount, reason: "Failed" },
      });
    expect(await reverse("15", "r1")).toMatchObject({
      status: 200,
      body: { amount: "15", balance: "75" },
    });
    expect((await reverse("15", "r1")).headers.get("idempotency-replayed")).toBe("true");
    expect((await reverse("26")).status).toBe(409);
    expect(await reverse()).toMatchObject({ body: { amount: "25", balance: "100" } });
    expect((await reverse()).status).toBe(409);
    expect((await call("GET", "balance")).body).toMatchObject({ balance: "100" });
    expect((await call("GET", "usage/summary")).body).toMatchObject({ total_credits: "0" });
  });

  it("is 404 for an entry that doesn't exist, and for text that is no entry", async () => {
    const { spend } = await spender();
    const entry = await spend("1");
    const headers = await granter();
    for (const some of [entry.replace(/\d+$/, "99"), "ent_x", newId()]) {
      const body = { entry: some, reason: "Failed" };
      expect((await ask("POST /credits/reverse", { headers: keyed(headers), body })).status).toBe(
        404,
      );
    }
  });

  it("isn't for the account's owner", async () => {
    const { user, spend } = await spender();
    const entry = await spend("1");
    const own = await keyOf(db(), user, ["credits:spend"]);
    const body = { entry, reason: "Mine" };
    expect((await ask("POST /credits/reverse", { headers: keyed(own), body })).status).toBe(403);
  });
});
