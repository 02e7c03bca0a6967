import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, useApi } from "@/dev/test/kits/api/api";
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
