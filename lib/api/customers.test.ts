import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, useApi } from "@/dev/test/kits/api/api";
import { signInWithLink } from "@/lib/access/sign-in";
import { newId } from "@/lib/shared/ids";

const db = useTestDatabase();
const ask = useApi(db);

interface CustomerBody {
  readonly account: string;
}

const operator = async () =>
  keyOf(db(), await makeUser(db(), "admin"), ["credits:spend", "credits:read"], { account: "all" });

describe("a customer of the operator's", () => {
  it("is made with an account of their own, and found again by the same id", async () => {
    const headers = await operator();
    const path = `PUT /customers/${newId()}`;
    const body = { name: "Ada", email: "ada@example.com", metadata: { plan: "team" } };
    const first = await ask<CustomerBody>(path, { headers, body });
    expect(first).toMatchObject({ status: 200, body });
    const again = await ask<CustomerBody>(path, { headers, body: { name: "Ada L." } });
    expect(again.body).toEqual({ ...first.body, name: "Ada L." });
    const cleared = await ask(path, { headers, body: { email: null } });
    expect(cleared.body).toMatchObject({ name: "Ada L.", email: null });
  });

  it("has one account, also when made many times at once", async () => {
    const headers = await operator();
    const path = `PUT /customers/${newId()}`;
    const made = await Promise.all(
      Array.from({ length: 20 }, () => ask<CustomerBody>(path, { headers, body: {} })),
    );
    expect(new Set(made.map(({ body }) => body.account)).size).toBe(1);
  });

  it("can have any id that fits, such as one with a slash or a percent sign", async () => {
    const headers = await operator();
    const id = "org/42 %✓";
    const answer = await ask(`PUT /customers/${encodeURIComponent(id)}`, { headers, body: {} });
    expect(answer).toMatchObject({ status: 200, body: { customer: id } });
  });

  it.each([
    ["x".repeat(201), {}, "external_id"],
    ["%00", {}, "external_id"],
    ["a", { email: "no address" }, "email"],
    ["a", { name: "x".repeat(201) }, "name"],
    ["a", { metadata: { a: 1 } }, "metadata.a"],
    [
      "a",
      { metadata: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [i, ""])) },
      "metadata",
    ],
    ["a", { balance: "5" }, ""],
  ])("is refused as %.20s %j", async (id, body, field) => {
    const headers = await operator();
    expect(await ask(`PUT /customers/${id}`, { headers, body })).toMatchObject({
      status: 400,
      body: { errors: [expect.objectContaining({ field })] },
    });
  });

  it("is made with a key for all accounts only", async () => {
    const headers = await keyOf(db(), await makeUser(db()), ["credits:spend"]);
    expect(await ask("PUT /customers/a", { headers, body: {} })).toMatchObject({ status: 403 });
  });
});

describe("a portal link", () => {
  const portal = async (id: string, body: object, headers: Record<string, string>) =>
    ask<{ url: string }>(`POST /customers/${id}/portal`, { headers, body });
  const opener = async () =>
    keyOf(db(), await makeUser(db(), "admin"), ["credits:purchase", "credits:spend"], {
      account: "all",
    });
  const tokenOf = (url: string) => new URL(url).hash.slice(1);

  it("signs in once for the customer's own account, and is a user nobody can claim by mail", async () => {
    const headers = await opener();
    const id = newId();
    const body = { name: "Ada", email: "victim@example.com" };
    const made = await ask<CustomerBody>(`PUT /customers/${id}`, { headers, body });
    const { status, body: link } = await portal(
      id,
      { return_url: "https://shop.example/a?b=c" },
      headers,
    );
    expect(status).toBe(200);
    expect(new URL(link.url).searchParams.get("return")).toBe("https://shop.example/a?b=c");
    const user = await signInWithLink(db().database, tokenOf(link.url));
    expect(user).toMatchObject({ accountId: made.body.account, name: "Ada", role: "buyer" });
    expect(user?.email).toMatch(/@customers\.invalid$/);
    expect(await signInWithLink(db().database, tokenOf(link.url))).toBeUndefined();
    const second = await portal(id, {}, headers);
    expect(await signInWithLink(db().database, tokenOf(second.body.url))).toMatchObject({
      id: user?.id,
    });
  });

  it("works for an hour", async () => {
    const headers = await opener();
    const id = newId();
    await ask(`PUT /customers/${id}`, { headers, body: {} });
    const { body } = await portal(id, {}, headers);
    const [row] = await db().database.read.execute<{ minutes: number }>(sql`
      select extract(epoch from (expires_at - created_at))::int / 60 as minutes
      from one_time_tokens where purpose = 'portal' and used_at is null`);
    expect(row?.minutes).toBe(60);
    await db().database.read.execute(
      sql`update one_time_tokens set expires_at = now() where purpose = 'portal'`,
    );
    expect(await signInWithLink(db().database, tokenOf(body.url))).toBeUndefined();
  });

  it.each([
    "https://evil.example/",
    "https://shop.example.evil.example/",
    "javascript:alert(1)",
    "/path",
    "//x",
  ])("is refused with 400 for %s as the way back", async (url) => {
    const headers = await opener();
    await ask("PUT /customers/back", { headers, body: {} });
    expect(await portal("back", { return_url: url }, headers)).toMatchObject({
      status: 400,
      body: { errors: [{ field: "return_url" }] },
    });
  });

  it("is 404 for an unknown customer, and for another owner's key", async () => {
    const headers = await opener();
    await ask("PUT /customers/mine", { headers, body: {} });
    const buyer = await keyOf(db(), await makeUser(db()), ["credits:purchase"]);
    expect((await portal(newId(), {}, headers)).status).toBe(404);
    expect((await portal("mine", {}, buyer)).status).toBe(404);
  });
});
