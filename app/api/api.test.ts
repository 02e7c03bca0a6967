import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { cookieOf, makeUser, PASSWORD, useAsAppDatabase } from "@/dev/test/kits/access/signed-in";
import { useStripe } from "@/dev/test/kits/billing/stripe";
import { createApiKey, type Scope } from "@/lib/access/api-keys";
import { changePassword } from "@/lib/access/change-password";
import { setRole } from "@/lib/access/roles";
import type { User } from "@/lib/access/users";
import type { Handler } from "@/lib/api/define-route";
import * as health from "./health/route";
import * as adminPurchases from "./v1/billing/credits/admin/purchases/route";
import * as history from "./v1/billing/credits/history/route";
import * as packages from "./v1/billing/credits/packages/route";
import * as purchase from "./v1/billing/credits/purchase/route";
import * as webhook from "./v1/billing/credits/webhook/route";
import * as balance from "./v1/credits/balance/route";

const db = useTestDatabase();
useAsAppDatabase(db);
useStripe();

const ORIGIN = "http://localhost:3000";

/** Nobody, a wrong key, a broken cookie. */
const STRANGERS: readonly Record<string, string>[] = [
  {},
  { authorization: "Bearer occ_wrong" },
  { cookie: "next-auth.session-token=broken" },
];

interface Asked {
  readonly headers?: Record<string, string>;
  readonly query?: string;
  readonly body?: unknown;
}

async function ask(
  handler: Handler,
  method: string,
  { headers = {}, query = "", body }: Asked = {},
) {
  const json: Record<string, string> =
    body === undefined ? {} : { "content-type": "application/json" };
  const response = await handler(
    new Request(`${ORIGIN}/api${query}`, {
      method,
      headers: { ...json, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
  return { status: response.status, headers: response.headers, body: await response.json() };
}

async function withKey(person: User, ...scopes: Scope[]) {
  const { key } = await createApiKey(db().database, person.id, { name: "Test", scopes });
  return { authorization: `Bearer ${key}` };
}

describe.each([
  ["packages", packages.GET, "GET", "credits:read"],
  ["history", history.GET, "GET", "credits:read"],
  ["balance", balance.GET, "GET", "credits:read"],
  ["purchase", purchase.POST, "POST", "credits:purchase"],
  ["admin/purchases", adminPurchases.GET, "GET", "admin:read"],
] as const)("%s", (_name, handler, method, scope) => {
  it("answers 401 to nobody, to a wrong key and to a broken cookie, as a problem document", async () => {
    for (const headers of STRANGERS) {
      const answer = await ask(handler, method, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(answer.body).toMatchObject({
        status: 401,
        code: "unauthenticated",
        title: expect.any(String),
        detail: expect.any(String),
      });
    }
  });

  it("answers 403 to a key without its scope", async () => {
    const other = scope === "credits:read" ? "credits:purchase" : "credits:read";
    const headers = await withKey(await makeUser(db(), "admin"), other);
    expect((await ask(handler, method, { headers })).body).toMatchObject({
      status: 403,
      code: "forbidden",
    });
  });

  it("answers 405 to other methods, naming its own", async () => {
    const answer = await ask(handler, "DELETE");
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe(method);
  });
});

describe("sessions", () => {
  it("work until the password or the role changes, then nowhere", async () => {
    const person = await makeUser(db());
    const before = await cookieOf(db(), person);
    expect((await ask(balance.GET, "GET", { headers: { cookie: before } })).status).toBe(200);
    await changePassword(db().database, person.id, {
      currentPassword: PASSWORD,
      newPassword: "another password",
    });
    expect((await ask(balance.GET, "GET", { headers: { cookie: before } })).status).toBe(401);
    const between = await cookieOf(db(), person);
    await setRole(db().database, person.id, "admin", "test");
    expect((await ask(balance.GET, "GET", { headers: { cookie: between } })).status).toBe(401);
  });

  it("change something only from a page of ours", async () => {
    const cookie = await cookieOf(db(), await makeUser(db()));
    const body = { package_code: "starter" };
    for (const origin of [undefined, "https://evil.example"]) {
      const answer = await ask(purchase.POST, "POST", {
        headers: { cookie, ...(origin && { origin }) },
        body,
      });
      expect(answer.status).toBe(403);
    }
    expect(
      (await ask(purchase.POST, "POST", { headers: { cookie, origin: ORIGIN }, body })).status,
    ).toBe(200);
  });
});

describe("packages", () => {
  it("are those of Ops-Center, in its fields", async () => {
    const headers = await withKey(await makeUser(db()), "credits:read");
    const { body } = await ask(packages.GET, "GET", { headers });
    expect(body).toHaveLength(4);
    expect(body[2]).toMatchObject({
      package_code: "pro",
      package_name: "Pro Pack",
      credits: 10_000,
      price_usd: 80,
      discount_percentage: 20,
      is_active: true,
      stripe_price_id: null,
      stripe_product_id: null,
    });
  });

  it("not for sale are for admins only", async () => {
    const query = "?include_inactive=true";
    const buyer = await withKey(await makeUser(db()), "credits:read");
    expect((await ask(packages.GET, "GET", { headers: buyer, query })).status).toBe(403);
    const admin = await withKey(await makeUser(db(), "admin"), "credits:read");
    expect((await ask(packages.GET, "GET", { headers: admin, query })).status).toBe(200);
  });
});

describe("purchase and history", () => {
  it("open a checkout page, and list one's own purchases only", async () => {
    const [buyer, stranger] = [await makeUser(db()), await makeUser(db())];
    const headers = await withKey(buyer, "credits:read", "credits:purchase");
    const opened = await ask(purchase.POST, "POST", { headers, body: { package_code: "starter" } });
    expect(opened.status).toBe(200);
    expect(opened.body).toMatchObject({
      checkout_url: expect.stringContaining("/c/pay/"),
      session_id: expect.stringMatching(/^cs_test_/),
    });
    const mine = await ask(history.GET, "GET", { headers });
    expect(mine.body).toMatchObject([
      {
        package_name: "Starter Pack",
        amount_credits: 1000,
        amount_paid: 10,
        status: "pending",
        completed_at: null,
      },
    ]);
    const theirs = await ask(history.GET, "GET", {
      headers: await withKey(stranger, "credits:read"),
    });
    expect(theirs.body).toEqual([]);
  });

  it.each([
    [{ package_code: "unknown" }, 404, "not_found"],
    [{}, 400, "invalid_input"],
    [{ package_code: "starter", price: 1 }, 400, "invalid_input"],
    [{ package_code: "starter", success_url: "https://evil.example/" }, 400, "invalid_input"],
  ])("refuse %j with %i", async (body, status, code) => {
    const headers = await withKey(await makeUser(db()), "credits:purchase");
    expect((await ask(purchase.POST, "POST", { headers, body })).body).toMatchObject({
      status,
      code,
    });
  });

  it("refuse what isn't JSON, and pages that are no numbers", async () => {
    const headers = await withKey(await makeUser(db()), "credits:purchase", "credits:read");
    const form = { ...headers, "content-type": "application/x-www-form-urlencoded" };
    expect((await ask(purchase.POST, "POST", { headers: form, body: 1 })).status).toBe(415);
    expect((await ask(history.GET, "GET", { headers, query: "?limit=many" })).status).toBe(400);
    expect((await ask(history.GET, "GET", { headers, query: "?limit=1000" })).status).toBe(400);
  });
});

describe("admin/purchases", () => {
  it("are for admins, also when a buyer's key has the scope", async () => {
    const buyer = await withKey(await makeUser(db()), "admin:read");
    expect((await ask(adminPurchases.GET, "GET", { headers: buyer })).status).toBe(403);
    const admin = await withKey(await makeUser(db(), "admin"), "admin:read");
    const answer = await ask(adminPurchases.GET, "GET", {
      headers: admin,
      query: "?status=pending&limit=1",
    });
    expect(answer.body).toMatchObject([{ status: "pending", email: expect.any(String) }]);
  });
});

describe("webhook", () => {
  it("says that the signature is missing, as curl -X POST shows", async () => {
    const answer = await ask(webhook.POST, "POST");
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: "invalid_signature", check: "missing_header" });
  });

  it("answers 405 to GET and 413 past a megabyte", async () => {
    expect((await ask(webhook.GET, "GET")).status).toBe(405);
    expect((await ask(webhook.POST, "POST", { body: "x".repeat(1_000_001) })).status).toBe(413);
  });
});

it("health tells that the database answers", async () => {
  const answer = await health.GET();
  expect(answer.status).toBe(200);
});
