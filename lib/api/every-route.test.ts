import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { createTestApi, keyOf, useApi } from "@/dev/test/kits/api/api";
import { ALL_SCOPES } from "@/lib/access/scopes";
import { newId } from "@/lib/shared/ids";
import { scopeOf } from "./openapi";
import type { Route } from "./route";
import { routes } from "./routes";

const db = useTestDatabase();
const ask = useApi(db);

/** A missing key, a wrong one, no Bearer at all, a broken cookie. */
const STRANGERS: readonly Record<string, string>[] = [
  {},
  { authorization: "Bearer occ_wrong" },
  { authorization: "Basic eDp5" },
  { cookie: "next-auth.session-token=broken" },
];

const callOf = ({ method, path }: Route) => `${method} ${path.replace(/\{\w+\}/g, () => newId())}`;
const named = routes.map((route) => [`${route.method} ${route.path}`, route] as const);
const guarded = named.filter(([, route]) => route.auth !== "public");
const scoped = guarded.filter(([, route]) => route.auth !== "any");
const withBody = guarded.filter(([, route]) => route.body);

async function keyFor(route: Route) {
  const scope = ALL_SCOPES.find((known) => known === scopeOf(route)) ?? "credits:read";
  return keyOf(db(), await makeUser(db(), "admin"), [scope], { account: "all" });
}

describe.each(guarded)("%s", (_name, route) => {
  it("answers 401 to strangers, as a problem document whose type is a page of ours", async () => {
    for (const headers of STRANGERS) {
      const answer = await ask(callOf(route), { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(answer.headers.get("www-authenticate")).toContain("Bearer");
      expect(answer.body).toMatchObject({
        type: "http://localhost:3000/docs/problems/unauthenticated",
        status: 401,
        code: "unauthenticated",
        request_id: answer.headers.get("x-request-id"),
      });
    }
  });
});

describe.each(scoped)("%s", (_name, route) => {
  it("answers 403 to a key without its scope, also before it reads the input", async () => {
    const others = ALL_SCOPES.filter((scope) => scope !== scopeOf(route));
    const headers = await keyOf(db(), await makeUser(db(), "admin"), others, { account: "all" });
    expect(await ask(callOf(route), { headers })).toMatchObject({
      status: 403,
      body: { code: "forbidden", detail: expect.stringContaining(scopeOf(route) ?? "") },
    });
  });
});

describe.each(named)("%s", (_name, route) => {
  it("answers 405 to a method that it doesn't have, naming its own, and 204 to OPTIONS", async () => {
    const path = callOf(route).split(" ")[1];
    const own = routes.filter(({ path: other }) => other === route.path).map((r) => r.method);
    const other = (["GET", "POST", "PUT", "PATCH", "DELETE"] as const).find(
      (method) => !own.includes(method),
    );
    const answer = await ask(`${other} ${path}`);
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")?.split(", ").sort()).toEqual([...own].sort());
    expect(answer.body).toMatchObject({ code: "method_not_allowed" });
    const options = await ask(`OPTIONS ${path}`);
    expect(options.status).toBe(204);
    expect(options.headers.get("allow")).toBe(answer.headers.get("allow"));
  });
});

describe.each(withBody)("%s", (_name, route) => {
  const send = async (body: string, headers: Record<string, string> = {}) =>
    ask(callOf(route), {
      headers: {
        "content-type": "application/json",
        "idempotency-key": newId(),
        ...(await keyFor(route)),
        ...headers,
      },
      body,
    });

  it("answers 415 to anything but JSON, and 400 to what isn't JSON", async () => {
    expect((await send("a=b", { "content-type": "text/plain" })).status).toBe(415);
    expect(await send("{")).toMatchObject({ status: 400, body: { code: "invalid_input" } });
  });

  it("answers 400 to a body of another kind, naming what is wrong", async () => {
    for (const body of ["null", "[]", '"text"', "1", '{"unknown\\u0000":1}', '{"a":"\\u0000"}']) {
      expect(await send(body)).toMatchObject({
        status: 400,
        body: { code: "invalid_input", errors: [expect.anything()] },
      });
    }
  });

  it("answers 413 past its limit", async () => {
    const limit = route.bodyLimitBytes ?? 64 * 1024;
    expect((await send(JSON.stringify("x".repeat(limit)))).status).toBe(413);
  });
});

describe("every answer", () => {
  it("has a request id, the caller's own where it has one that is safe", async () => {
    const given = await ask("GET /credits/balance", {
      headers: { "x-request-id": "trace-0123.a" },
    });
    expect(given.headers.get("x-request-id")).toBe("trace-0123.a");
    const unsafe = await ask("GET /credits/balance", { headers: { "x-request-id": 'a"b{}-1234' } });
    expect(unsafe.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is never stored by a cache", async () => {
    const headers = await keyOf(db(), await makeUser(db()), ["credits:read"]);
    for (const path of ["/credits/balance", "/nothing", "/openapi.json"]) {
      const answer = await ask(`GET ${path}`, { headers });
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
  });

  it("is 404 for an address that doesn't exist, with or without a key", async () => {
    expect(await ask("GET /nothing")).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  it("is the same with a slash at the end of the address", async () => {
    const headers = await keyOf(db(), await makeUser(db()), ["credits:read"]);
    expect((await ask("GET /credits/balance/", { headers })).status).toBe(200);
  });
});

describe("limits", () => {
  it("refuse a key past its number a minute with 429 and Retry-After, and no other key", async () => {
    const limited = createTestApi(db(), { requestsPerKey: 2 });
    const [first, second] = [await makeUser(db()), await makeUser(db())];
    const headers = await keyOf(db(), first, ["credits:read"]);
    for (const status of [200, 200, 429]) {
      expect((await limited("GET /credits/balance", { headers })).status).toBe(status);
    }
    const refused = await limited("GET /credits/balance", { headers });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.body).toMatchObject({ code: "rate_limited" });
    const others = await keyOf(db(), second, ["credits:read"]);
    expect((await limited("GET /credits/balance", { headers: others })).status).toBe(200);
  });

  it("are no bucket for everybody where addresses aren't known", async () => {
    const limited = createTestApi(db(), { lookupsPerAddress: 1 });
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await limited("GET /credits/balance")).status).toBe(401);
    }
  });
});
