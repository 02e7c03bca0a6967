import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, useApi } from "@/dev/test/kits/api/api";
import { givenCredits } from "@/dev/test/kits/api/credits";
import { keyScopesOf } from "@/lib/access/scopes";
import { newId } from "@/lib/shared/ids";
import { routes } from "./routes";

const db = useTestDatabase();
const ask = useApi(db);

interface Page {
  readonly transactions: readonly { readonly id: string; readonly created_at: string }[];
  readonly next: string | null;
}

async function spender() {
  const user = await makeUser(db());
  await givenCredits(db(), user.accountId, 1000);
  const key = await keyOf(db(), user, keyScopesOf("buyer"));
  const spend = (amount: string, service: string, model?: string) =>
    ask("POST /credits/spend", {
      headers: { ...key, "idempotency-key": newId() },
      body: { amount, service, model },
    });
  return {
    user,
    key,
    spend,
    get: (path: string) => ask<Page>(`GET /credits/${path}`, { headers: key }),
  };
}

describe("GET /credits/transactions", () => {
  it("pages through all entries, newest first, each once", async () => {
    const { spend, get } = await spender();
    for (let index = 0; index < 6; index += 1) await spend("1", "chat");
    const ids: string[] = [];
    let next: string | null = "";
    while (next !== null) {
      const { body }: { body: Page } = await get(
        `transactions?limit=3${next && `&cursor=${next}`}`,
      );
      ids.push(...body.transactions.map(({ id }) => id));
      next = body.next;
    }
    expect(new Set(ids).size).toBe(7);
    const seqs = ids.map((id) => Number(id.split("-").at(-1)));
    expect(seqs).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it("filters by kind, service and time", async () => {
    const { spend, get } = await spender();
    await spend("1", "chat");
    await spend("1", "images");
    const count = async (query: string) =>
      (await get(`transactions?${query}`)).body.transactions.length;
    const [last] = (await get("transactions?limit=1")).body.transactions;
    expect(await count("kind=spend")).toBe(2);
    expect(await count("service=images")).toBe(1);
    expect(await count(`from=${last?.created_at}`)).toBeGreaterThanOrEqual(1);
    expect(await count("to=2020-01-01T00:00:00.000Z")).toBe(0);
  });

  it.each([
    "kind=gift",
    "from=yesterday",
    "limit=0",
    "limit=201",
    "cursor=x",
    "cursor=0",
    "account=x",
  ])("answers 400 to ?%s, naming it", async (query) => {
    const { get } = await spender();
    expect(await get(`transactions?${query}`)).toMatchObject({
      status: 400,
      body: { errors: [{ field: query.split("=")[0] }] },
    });
  });
});

describe("GET /credits/balance?at=", () => {
  it("tells what the account had at any past instant", async () => {
    const { spend, get } = await spender();
    for (let index = 0; index < 5; index += 1) await spend("1", "chat");
    const { transactions } = (await get("transactions?limit=200")).body as unknown as {
      transactions: { created_at: string; balance_after: string }[];
    };
    expect(transactions).toHaveLength(6);
    for (const [index, { created_at: at, balance_after: balance }] of transactions.entries()) {
      // Entries of one millisecond: the last one counts.
      if (transactions[index - 1]?.created_at === at) continue;
      expect((await get(`balance?at=${at}`)).body).toMatchObject({ balance });
    }
    expect((await get("balance?at=2020-01-01T00:00:00.000Z")).body).toMatchObject({ balance: "0" });
    expect((await get("balance?at=2050-01-01T00:00:00.000Z")).body).toMatchObject({
      balance: "995",
    });
    expect((await get("balance?at=yesterday")).status).toBe(400);
  });
});

describe("GET /credits/usage", () => {
  it("adds up by service, by model and over time", async () => {
    const { spend, get } = await spender();
    await spend("3", "chat", "a");
    await spend("2", "chat", "b");
    await spend("0.5", "images");
    expect((await get("usage/summary")).body).toMatchObject({
      total_credits: "5.5",
      by_service: { chat: "5", images: "0.5" },
      period: { from: expect.any(String), to: expect.any(String) },
    });
    expect((await get("usage/by-service")).body).toMatchObject({
      usage: [
        { service: "chat", credits: "5", requests: 2 },
        { service: "images", credits: "0.5", requests: 1 },
      ],
    });
    expect((await get("usage/by-model")).body).toMatchObject({
      usage: [
        { model: "a", credits: "3" },
        { model: "b", credits: "2" },
        { model: null, credits: "0.5" },
      ],
    });
    expect((await get("usage/timeseries?interval=month")).body).toMatchObject({
      usage: [{ credits: "5.5", requests: 3, start: expect.stringMatching(/-01T00:00:00\.000Z$/) }],
    });
  });

  it("counts what lies in the period only", async () => {
    const { spend, get } = await spender();
    await spend("3", "chat");
    const before = "from=2020-01-01T00:00:00.000Z&to=2020-02-01T00:00:00.000Z";
    expect((await get(`usage/summary?${before}`)).body).toMatchObject({ total_credits: "0" });
  });

  it.each([
    "from=2026-01-02T00:00:00.000Z&to=2026-01-01T00:00:00.000Z",
    "from=2020-01-01T00:00:00.000Z",
    "from=x",
  ])("answers 400 to the period %s", async (query) => {
    const { get } = await spender();
    for (const path of ["summary", "by-service", "by-model", "timeseries"]) {
      expect((await get(`usage/${path}?${query}`)).status).toBe(400);
    }
  });
});

/** Routes that read an account which the query may name. */
const readers = routes.filter(
  ({ method, query }) => method === "GET" && query && "account" in query.shape,
);

describe.each(readers.map(({ path }) => path))("GET %s", (path) => {
  it("answers 404 to another owner's account, user or customer as to unknown ones", async () => {
    const [{ key }, stranger] = [await spender(), await makeUser(db())];
    const operator = await keyOf(db(), await makeUser(db(), "admin"), ["credits:spend"], {
      account: "all",
    });
    await ask("PUT /customers/theirs", { headers: operator, body: {} });
    const refs = [
      [`account=${stranger.accountId}`, `account=${newId()}`],
      [`user=${stranger.id}`, `user=${newId()}`],
      ["customer=theirs", "customer=unknown"],
    ] as const;
    for (const pair of refs) {
      const [theirs, unknown] = await Promise.all(
        pair.map(async (ref) => {
          const answer = await ask<object>(`GET ${path}?${ref}`, { headers: key });
          return { ...answer.body, status: answer.status, request_id: undefined };
        }),
      );
      expect(theirs).toMatchObject({ status: 404, code: "not_found" });
      expect(theirs).toEqual(unknown);
    }
  });

  it("answers 200 for one's own account, and for any with a key for all accounts", async () => {
    const { user, key } = await spender();
    const admin = await keyOf(db(), await makeUser(db(), "admin"), ["credits:read"], {
      account: "all",
    });
    for (const headers of [key, admin]) {
      for (const ref of [`account=${user.accountId}`, `user=${user.id}`]) {
        expect((await ask(`GET ${path}?${ref}`, { headers })).status).toBe(200);
      }
    }
    expect(
      (await ask(`GET ${path}?account=${user.accountId}&user=${user.id}`, { headers: key })).status,
    ).toBe(400);
  });
});
