import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { createTestApp, keyOf, ORIGIN } from "@/dev/test/kits/api/api";
import { createNetwork, type NetworkFault } from "@/dev/test/kits/client/network";
import { type ClientOptions, createClient } from "@/packages/client";

const db = useTestDatabase();
let apiKey: string;
let app: ReturnType<typeof createTestApp>;

beforeAll(async () => {
  const user = await makeUser(db(), "buyer");
  const headers = await keyOf(db(), user, ["credits:read", "credits:purchase"]);
  apiKey = headers.authorization.replace("Bearer ", "");
  app = createTestApp(db());
});

function clientThrough(faults: readonly NetworkFault[], options: Partial<ClientOptions> = {}) {
  const network = createNetwork((request) => app.fetch(request), faults);
  const client = createClient({ baseUrl: ORIGIN, apiKey, fetch: network.fetch, ...options });
  return { client, sent: network.sent };
}

describe("the client", () => {
  it("reads with its key", async () => {
    const { client, sent } = clientThrough([]);
    expect(await client.getBalance()).toMatchObject({ balance: "0", available: "0" });
    expect(sent[0]?.headers.get("authorization")).toBe(`Bearer ${apiKey}`);
  });

  it("puts what belongs there into the query, and leaves away what isn't given", async () => {
    const { client, sent } = clientThrough([], { baseUrl: `${ORIGIN}/` });
    await client.listPurchaseHistory({ limit: 2, offset: undefined });
    expect(sent[0]?.url).toBe(`${ORIGIN}/api/v1/billing/credits/history?limit=2`);
  });

  it("throws the problem document of a refusal", async () => {
    const { client } = clientThrough([], { apiKey: "occ_wrong" });
    await expect(client.getBalance()).rejects.toMatchObject({
      name: "CreditsError",
      status: 401,
      code: "unauthenticated",
      problem: { request_id: expect.any(String) },
    });
  });
});

describe("after a failure that may pass", () => {
  it("a read is sent again", async () => {
    const { client, sent } = clientThrough(["drop", 503, 429]);
    expect(await client.getBalance()).toMatchObject({ balance: "0" });
    expect(sent).toHaveLength(4);
  });

  it("no more often than told, and then says what happened", async () => {
    const down = clientThrough([503, 503, 503], { maxRetries: 2 });
    await expect(down.client.getBalance()).rejects.toMatchObject({
      ...{ name: "CreditsError", status: 503, code: "unknown", problem: undefined },
    });
    const cut = clientThrough(["drop"], { maxRetries: 0 });
    await expect(cut.client.getBalance()).rejects.toMatchObject({
      name: "CreditsConnectionError",
      cause: expect.any(TypeError),
    });
    expect([down.sent.length, cut.sent.length]).toEqual([3, 1]);
  });

  it("a POST that has no key is not sent again, since it may have been carried out", async () => {
    const { client, sent } = clientThrough(["drop"]);
    await expect(client.startPurchase({ package_code: "starter" })).rejects.toMatchObject({
      name: "CreditsConnectionError",
    });
    expect(sent).toHaveLength(1);
  });

  it("a limit that holds for more than half a minute is not waited for", async () => {
    app = createTestApp(db(), { requestsPerKey: 2 });
    const { client, sent } = clientThrough([]);
    await client.getBalance();
    await client.getBalance();
    await expect(client.getBalance()).rejects.toMatchObject({ status: 429, code: "rate_limited" });
    expect(sent).toHaveLength(3);
    app = createTestApp(db());
  });
});

describe("a caller who ends the call", () => {
  it("gets their own reason, and nothing is sent again", async () => {
    const { client, sent } = clientThrough(["drop", "drop", "drop"]);
    const controller = new AbortController();
    const call = client.getBalance({}, { signal: controller.signal });
    await expect.poll(() => sent.length).toBe(1);
    controller.abort(new Error("the request was cancelled"));
    await expect(call).rejects.toThrow("the request was cancelled");
    expect(sent.length).toBeLessThan(3);
  });

  it("and one try takes no longer than told", async () => {
    const fetch = (request: Request) =>
      new Promise<Response>((_resolve, reject) => {
        request.signal.addEventListener("abort", () => reject(request.signal.reason));
      });
    const client = createClient({
      ...{ baseUrl: ORIGIN, apiKey, fetch },
      timeoutMs: 30,
      maxRetries: 0,
    });
    await expect(client.getBalance()).rejects.toMatchObject({ name: "CreditsConnectionError" });
  });
});
