import { beforeAll } from "vitest";
import type { TestDatabase } from "@/dev/test/database";
import { createApiKey, type NewApiKey } from "@/lib/access/api-keys";
import { createKeyLookup } from "@/lib/access/key-lookup";
import type { Scope } from "@/lib/access/scopes";
import type { User } from "@/lib/access/users";
import { createApiApp } from "@/lib/api/app";
import { createLimits, type LimitSettings } from "@/lib/api/limits";
import { createClaimLane } from "@/lib/campaigns/claim";
import { createAccountLookup } from "@/lib/customers/find-account";
import { createRateLookup } from "@/lib/rates/rates";
import { createSpendingLane } from "@/lib/spending/spending-lane";

export const ORIGIN = "http://localhost:3000";

export interface Asked {
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Sends a request, such as "GET /credits/balance", to the API. */
export type Ask = <Body = unknown>(request: string, asked?: Asked) => Promise<Answer<Body>>;

/**
 * The API as one process runs it, on a database of the test.
 * @param database for all but the keys; that of the test unless told
 */
export function createTestApp(
  db: TestDatabase,
  limits: Partial<LimitSettings> = {},
  database = db.database,
) {
  return createApiApp({
    database,
    keys: createKeyLookup(db.database.read),
    findAccount: createAccountLookup(database.read),
    findRate: createRateLookup(database.read),
    commit: createSpendingLane(database),
    claim: createClaimLane(database),
    limits: createLimits({ lookupsPerAddress: 0, requestsPerKey: 0, processes: 1, ...limits }),
    appUrl: ORIGIN,
    portalReturnOrigins: ["https://shop.example"],
    production: false,
  });
}

/** As `createTestApp`, with a short way to ask it. */
export function createTestApi(
  db: TestDatabase,
  limits: Partial<LimitSettings> = {},
  database = db.database,
): Ask {
  const app = createTestApp(db, limits, database);
  return async (request, { headers = {}, body } = {}) => {
    const [method = "", path = ""] = request.split(" ");
    const isJson = body !== undefined && !("content-type" in headers);
    const response = await app.request(`${ORIGIN}/api/v1${path}`, {
      method,
      headers: { ...(isJson && { "content-type": "application/json" }), ...headers },
      body: typeof body === "string" || body === undefined ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
  };
}

/** Gives the tests of a file an API; see createTestApi. */
export function useApi(db: () => TestDatabase): Ask {
  let ask: Ask | undefined;
  beforeAll(() => {
    ask = createTestApi(db());
  });
  return (request, asked) => {
    if (!ask) throw new Error("The API is there only inside of tests and hooks.");
    return ask(request, asked);
  };
}

/** The headers of a new key of this user. */
export async function keyOf(
  db: TestDatabase,
  user: User,
  scopes: readonly Scope[],
  settings: Partial<NewApiKey> = {},
): Promise<{ authorization: string }> {
  const { key } = await createApiKey(db.database, user.id, { name: "Test", scopes, ...settings });
  return { authorization: `Bearer ${key}` };
}
