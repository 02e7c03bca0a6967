import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { cookieOf, makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, useApi } from "@/dev/test/kits/api/api";
import { givenCredits } from "@/dev/test/kits/api/credits";
import { parseCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";

const db = useTestDatabase();
const ask = useApi(db);

describe("GET /key", () => {
  it("says what the key that asks may do, and what its budget has left", async () => {
    const user = await makeUser(db());
    const settings = { monthlyBudget: parseCredits("12.5") };
    const headers = await keyOf(db(), user, ["credits:spend"], settings);
    expect(await ask("GET /key", { headers })).toMatchObject({
      status: 200,
      body: {
        ...{ name: "Test", scopes: ["credits:spend"], account: user.accountId, expires_at: null },
        ...{ limit: "12.5", used: "0", remaining: "12.5" },
      },
    });
  });

  it("counts what was spent, and a spend past the budget is 402 and takes nothing", async () => {
    const user = await makeUser(db());
    await givenCredits(db(), user.accountId, 100);
    const settings = { monthlyBudget: parseCredits("10") };
    const headers = await keyOf(db(), user, ["credits:spend", "credits:read"], settings);
    const spend = (amount: string) =>
      ask("POST /credits/spend", {
        headers: { ...headers, "idempotency-key": newId() },
        body: { amount, service: "chat" },
      });
    expect((await spend("9.5")).status).toBe(200);
    expect(await spend("1")).toMatchObject({ status: 402, body: { code: "budget_exceeded" } });
    expect((await ask("GET /key", { headers })).body).toMatchObject({
      used: "9.5",
      remaining: "0.5",
    });
    expect((await ask("GET /credits/balance", { headers })).body).toMatchObject({
      balance: "90.5",
    });
  });

  it("says null where there is no budget, and no account for a key for all", async () => {
    const admin = await makeUser(db(), "admin");
    const headers = await keyOf(db(), admin, ["credits:read"], { account: "all" });
    const nothing = { account: null, limit: null, used: null, remaining: null };
    expect((await ask("GET /key", { headers })).body).toMatchObject(nothing);
  });

  it("answers 404 to a session", async () => {
    const cookie = await cookieOf(db(), await makeUser(db()));
    expect(await ask("GET /key", { headers: { cookie } })).toMatchObject({ status: 404 });
  });
});
