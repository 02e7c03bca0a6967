import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, ORIGIN, useApi } from "@/dev/test/kits/api/api";
import { grant, purchase } from "@/dev/test/kits/ledger/commands";
import { newId } from "@/lib/shared/ids";
import { commitCredits } from "@/lib/spending/commit-credits";

const db = useTestDatabase();
const ask = useApi(db);

/** Somebody with 100 paid credits, and headers of a key of theirs. */
async function payer() {
  const user = await makeUser(db());
  await db().database.transaction((tx) =>
    commitCredits(tx, [purchase(user.accountId, "pi_1", 100)]),
  );
  const key = await keyOf(db(), user, ["credits:spend", "credits:read", "credits:purchase"]);
  return { user, key, headers: () => ({ ...key, "idempotency-key": newId() }) };
}

const operator = async () =>
  keyOf(db(), await makeUser(db(), "admin"), ["credits:grant", "credits:read"], {
    account: "all",
  });

const tokenOf = (url: string) => new URL(url).hash.slice(1);

describe("POST /credits/gifts", () => {
  it("makes a link that another account claims, and a retry answers with the same link", async () => {
    const [giver, taker] = [await payer(), await payer()];
    const headers = giver.headers();
    const create = () =>
      ask<{ url: string }>("POST /credits/gifts", { headers, body: { amount: "40" } });
    const made = await create();
    expect(made).toMatchObject({ status: 200, body: { amount: "40", state: "open" } });
    expect(made.body.url.startsWith(`${ORIGIN}/gift#`)).toBe(true);
    expect((await create()).body).toEqual(made.body);
    const claim = () =>
      ask("POST /credits/gifts/claim", {
        headers: taker.key,
        body: { token: tokenOf(made.body.url) },
      });
    const claimed = { status: 200, body: { credits_added: "40", new_balance: "140" } };
    expect(await claim()).toMatchObject(claimed);
    expect(await claim()).toMatchObject(claimed);
    expect((await create()).body).toMatchObject({ state: "claimed", url: null });
  });

  it("answers 402 beyond what was paid for, 422 to another amount under its key, and gives nothing", async () => {
    const giver = await payer();
    await db().database.transaction((tx) => commitCredits(tx, [grant(giver.user.accountId, 50)]));
    const headers = giver.headers();
    const give = (amount: string) => ask("POST /credits/gifts", { headers, body: { amount } });
    expect(await give("101")).toMatchObject({ status: 402 });
    expect((await give("100")).status).toBe(200);
    expect(await give("99")).toMatchObject({ status: 422 });
  });
});

describe("a gift of another account", () => {
  it("is claimed by no admin for themselves: they could have made it of anybody's credits", async () => {
    const [giver, admin] = [await payer(), await makeUser(db(), "admin")];
    const all = await keyOf(db(), admin, ["credits:spend"], { account: "all" });
    const { body: gift } = await ask<{ url: string }>("POST /credits/gifts", {
      headers: { ...all, "idempotency-key": newId() },
      body: { account: giver.user.accountId, amount: "40" },
    });
    const claimed = await ask("POST /credits/gifts/claim", {
      headers: await keyOf(db(), admin, ["credits:purchase"]),
      body: { token: tokenOf(gift.url) },
    });
    expect(claimed).toMatchObject({ status: 403 });
    expect(JSON.stringify(claimed.body)).toContain("own account");
  });

  it("can't be taken back or listed: 404, as for one that doesn't exist", async () => {
    const [giver, other] = [await payer(), await payer()];
    const { body: gift } = await ask<{ id: string }>("POST /credits/gifts", {
      headers: giver.headers(),
      body: { amount: "1" },
    });
    const take = (key: Record<string, string>, id = gift.id) =>
      ask(`POST /credits/gifts/${id}/take-back`, { headers: key, body: {} });
    const refused = await take(other.key);
    const unknown = await take(other.key, newId());
    expect([refused.status, unknown.status]).toEqual([404, 404]);
    expect(refused.body).toMatchObject({ detail: "There is no such gift." });
    const list = `GET /credits/gifts?account=${giver.user.accountId}`;
    expect((await ask(list, { headers: other.key })).status).toBe(404);
    expect(await take(giver.key)).toMatchObject({ status: 200, body: { state: "taken_back" } });
  });
});

describe("GET /credits/gifts", () => {
  it("pages through the gifts, newest first, and shows no link: reading isn't claiming", async () => {
    const giver = await payer();
    for (const amount of ["1", "2", "3"]) {
      await ask("POST /credits/gifts", { headers: giver.headers(), body: { amount } });
    }
    type Page = { gifts: { amount: string }[]; next: string | null };
    const first = await ask<Page>("GET /credits/gifts?limit=2", { headers: giver.key });
    const second = await ask<Page>(`GET /credits/gifts?limit=2&cursor=${first.body.next}`, {
      headers: giver.key,
    });
    const all = [...first.body.gifts, ...second.body.gifts];
    expect(all.map(({ amount }) => amount)).toEqual(["3", "2", "1"]);
    expect(second.body.next).toBeNull();
    expect(JSON.stringify(all)).not.toContain("gift#");
  });
});

describe("POST /credits/transfers", () => {
  it("moves credits between accounts once, and says what the payer has", async () => {
    const [from, to, key] = [await payer(), await payer(), await operator()];
    const headers = { ...key, "idempotency-key": newId() };
    const move = (amount = "30") =>
      ask("POST /credits/transfers", {
        headers,
        body: {
          ...{ account: from.user.accountId, to: { user: to.user.id }, amount, reason: "Moved" },
        },
      });
    expect(await move()).toMatchObject({
      status: 200,
      body: { amount: "-30", balance: "70", to: to.user.accountId },
    });
    expect((await move()).headers.get("idempotency-replayed")).toBe("true");
    expect((await move("31")).status).toBe(422);
    const balance = await ask(`GET /credits/balance?account=${to.user.accountId}`, {
      headers: key,
    });
    expect(balance.body).toMatchObject({ balance: "130" });
  });

  it("is refused beyond what is there, to oneself, to nobody, and without a receiver", async () => {
    const [from, to, key] = [await payer(), await payer(), await operator()];
    const move = (body: object) =>
      ask("POST /credits/transfers", {
        headers: { ...key, "idempotency-key": newId() },
        body: { account: from.user.accountId, amount: "1", reason: "Moved", ...body },
      });
    const account = to.user.accountId;
    expect(await move({ to: { account }, amount: "101" })).toMatchObject({ status: 402 });
    expect((await move({ to: { account: from.user.accountId } })).status).toBe(400);
    expect((await move({ to: { account: newId() } })).status).toBe(404);
    expect(await move({ to: {} })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "to" }] },
    });
  });

  it("gives an admin none of a customer's credits", async () => {
    const from = await payer();
    const admin = await makeUser(db(), "admin");
    const key = await keyOf(db(), admin, ["credits:grant"], { account: "all" });
    const answer = await ask("POST /credits/transfers", {
      headers: { ...key, "idempotency-key": newId() },
      body: {
        ...{ account: from.user.accountId, to: { user: admin.id }, amount: "1", reason: "Mine" },
      },
    });
    expect(answer.status).toBe(403);
  });

  it("reaches no other account with a key for one", async () => {
    const [from, admin] = [await payer(), await makeUser(db(), "admin")];
    const key = await keyOf(db(), admin, ["credits:grant"]);
    const answer = await ask("POST /credits/transfers", {
      headers: { ...key, "idempotency-key": newId() },
      body: { to: { account: from.user.accountId }, amount: "1", reason: "Moved" },
    });
    expect(answer).toMatchObject({ status: 404, body: { detail: "There is no such account." } });
  });
});
