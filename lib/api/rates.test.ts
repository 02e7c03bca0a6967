import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, useApi } from "@/dev/test/kits/api/api";
import { newId } from "@/lib/shared/ids";

const db = useTestDatabase();
const ask = useApi(db);

const operator = async () =>
  keyOf(db(), await makeUser(db(), "admin"), ["credits:grant", "credits:read"], { account: "all" });
const termsOf = (price: string) => ({ prices: { calls: { price, per: 1 } } });
const rateOf = (service: string, model: string) =>
  `/rates/${encodeURIComponent(service)}/${encodeURIComponent(model)}`;

describe("rates through the API", () => {
  it("are versioned: each change is a new one, the same again is none, and all stay", async () => {
    const [key, service] = [await operator(), newId()];
    const put = (terms: object | null, model = "m/1 ü") =>
      ask(`PUT ${rateOf(service, model)}`, { headers: key, body: { terms } });
    expect((await put(termsOf("1"))).body).toMatchObject({ version: 1, changed: true });
    expect((await put(termsOf("1"))).body).toMatchObject({ version: 1, changed: false });
    expect((await put(termsOf("2"))).body).toMatchObject({ version: 2, changed: true });
    expect((await put(null)).body).toMatchObject({ version: 3, changed: true });
    const { body } = await ask(`GET ${rateOf(service, "m/1 ü")}`, { headers: key });
    expect(body).toMatchObject({
      versions: [
        { version: 3, terms: null },
        { version: 2, terms: termsOf("2"), model: "m/1 ü" },
        { version: 1, terms: termsOf("1") },
      ],
    });
    expect((await ask(`GET ${rateOf(service, "none")}`, { headers: key })).status).toBe(404);
  });

  it("price usage within a second, and the default prices models without a rate", async () => {
    const [key, service] = [await operator(), newId()];
    const estimate = (model: string) =>
      ask("POST /credits/estimate", {
        headers: key,
        body: { service, model, usage: { calls: 3 } },
      });
    expect((await estimate("any")).status).toBe(404);
    await ask(`PUT ${rateOf(service, "*")}`, { headers: key, body: { terms: termsOf("5") } });
    await expect
      .poll(async () => (await estimate("any")).body)
      .toMatchObject({
        ...{ amount: "15", rate: `${service}/*@1` },
      });
    await ask(`PUT ${rateOf(service, "any")}`, { headers: key, body: { terms: termsOf("7") } });
    await expect.poll(async () => (await estimate("any")).body).toMatchObject({ amount: "21" });
  });

  it("are listed a page at a time, those that hold now", async () => {
    const [key, service] = [await operator(), newId()];
    for (const model of ["a", "b", "c"]) {
      await ask(`PUT ${rateOf(service, model)}`, { headers: key, body: { terms: termsOf("1") } });
    }
    await ask(`PUT ${rateOf(service, "b")}`, { headers: key, body: { terms: null } });
    const page = (more: string) =>
      ask<{ rates: { model: string }[]; has_more: boolean }>(
        `GET /rates?search=${service}&limit=1${more}`,
        { headers: key },
      );
    const first = await page("");
    expect(first.body).toMatchObject({ rates: [{ model: "a" }], has_more: true });
    expect((await page(`&after_service=${service}&after_model=a`)).body).toMatchObject({
      ...{ rates: [{ model: "c" }], has_more: false },
    });
  });

  it("are changed by admins alone, and only to terms that can be charged", async () => {
    const service = newId();
    const buyer = await keyOf(db(), await makeUser(db()), ["credits:read", "credits:spend"]);
    const put = (headers: Record<string, string>, terms: unknown) =>
      ask(`PUT ${rateOf(service, "m")}`, { headers, body: { terms } });
    expect((await put(buyer, termsOf("1"))).status).toBe(403);
    const key = await operator();
    for (const terms of [{}, { prices: {} }, termsOf("-1"), termsOf("NaN"), { prices: { x: 1 } }]) {
      expect((await put(key, terms)).status).toBe(400);
    }
    expect((await ask(`GET ${rateOf(service, "m")}`, { headers: key })).status).toBe(404);
  });
});
