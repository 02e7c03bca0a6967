import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Database, openDatabase } from "@/db/client";
import { useTestDatabase } from "@/dev/test/database";
import { cookieOf, makeUser, useAsAppDatabase } from "@/dev/test/kits/access/signed-in";
import { type Ask, createTestApi, createTestApp, keyOf, ORIGIN } from "@/dev/test/kits/api/api";
import { provoke } from "@/dev/test/kits/api/provocations";
import {
  makeSample,
  makeSampleStage,
  type Sample,
  type SampleStage,
} from "@/dev/test/kits/api/samples";
import { useStripe } from "@/dev/test/kits/billing/stripe";
import { ALL_SCOPES } from "@/lib/access/scopes";
import { ERRORS } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { scopeOf } from "./openapi";
import { errorsOf, type Route } from "./route";
import { routes } from "./routes";

const db = useTestDatabase();
useAsAppDatabase(db);
const stripe = useStripe();
vi.stubEnv("BLOCK_PURCHASES_DURING_DISPUTE", "true");

let ask: Ask;
/** A database without tables. */
let empty: Database;

beforeAll(() => {
  ask = createTestApi(db());
  empty = openDatabase(urlOf({ pathname: "/postgres" }));
});
afterAll(() => empty.close());

function urlOf(parts: Partial<Pick<URL, "pathname" | "port">>): string {
  return Object.assign(new URL(db().url), parts).href;
}

const statusesOf = (route: Route) => [
  ...new Set([200, ...errorsOf(route).map((code) => ERRORS[code].status)]),
];

/** Provoked for all at once, since each takes ten seconds. */
const SLOW = 408;
/** Provoked apart from all others, who ask Stripe, too. */
const PROVIDER_DOWN = 502;

const cases = routes.flatMap((route) =>
  statusesOf(route).flatMap((status) =>
    status === SLOW || status === PROVIDER_DOWN
      ? []
      : [[status, `${route.method} ${route.path}`, route] as const],
  ),
);

/** The status of the answer to a request with the operator's key. */
async function send(
  stage: SampleStage,
  route: Route,
  { path, body }: Sample,
  more: { api?: Ask; headers?: Record<string, string>; raw?: string } = {},
): Promise<number> {
  const { api = ask, headers = {}, raw } = more;
  const answer = await api(`${route.method} ${path}`, {
    headers: {
      ...stage.key,
      "idempotency-key": newId(),
      ...(raw !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(raw === undefined ? body && { body } : { body: raw }),
  });
  return answer.status;
}

/** How a status is provoked that routes have in common, by the request that is good. */
const COMMON: Readonly<
  Record<number, (stage: SampleStage, route: Route, sample: Sample) => Promise<number>>
> = {
  200: send,
  async 400(stage, route, sample) {
    if (route.body) return send(stage, route, sample, { raw: "{" });
    const path = route.query
      ? `${sample.path}${sample.path.includes("?") ? "&" : "?"}limit=%00&account=%00&from=%00`
      : sample.path.replace(/(hold_|[^/]*$)[^/]*$|[^/]+(?=\/(release|revoke)$)/, "%00");
    return send(stage, route, { ...sample, path });
  },
  401: (stage, route, sample) =>
    send(stage, route, sample, { headers: { authorization: "Bearer occ_wrong" } }),
  async 403(stage, route, sample) {
    const scopes = ALL_SCOPES.filter((scope) => scope !== scopeOf(route));
    const key = await keyOf(db(), stage.operator, scopes, { account: "all" });
    return send(stage, route, sample, { headers: key });
  },
  413: (stage, route, sample) =>
    send(stage, route, sample, { raw: `"${"x".repeat(route.bodyLimitBytes ?? 64 * 1024)}"` }),
  415: (stage, route, sample) =>
    send(stage, route, sample, { raw: "a=b", headers: { "content-type": "text/plain" } }),
  async 429(stage, route, sample) {
    const api = createTestApi(db(), { requestsPerKey: 1 });
    await api("GET /key", { headers: stage.key });
    return send(stage, route, sample, { api });
  },
  500: (stage, route, sample) =>
    send(stage, route, sample, { api: createTestApi(db(), {}, empty) }),
  async 503(stage, route, sample) {
    // One for each: the driver waits longer from failure to failure.
    const away = openDatabase(urlOf({ port: "1" }));
    const api = createTestApi(db(), {}, away);
    return send(stage, route, sample, { api }).finally(() => away.close());
  },
};

async function observe(status: number, route: Route): Promise<number> {
  const stage = await makeSampleStage(db(), ask);
  const common = COMMON[status];
  if (common) return common(stage, route, await makeSample(route.id, stage));
  const { before = [], sample, sameKey, asSession } = await provoke(status, route, stage);
  const headers: Record<string, string> = sameKey ? { "idempotency-key": newId() } : {};
  for (const earlier of before) expect(await send(stage, route, earlier, { headers })).toBe(200);
  if (!asSession) return send(stage, route, sample, { headers });
  const cookie = await cookieOf(db(), await makeUser(db()));
  const answer = await ask(`${route.method} ${sample.path}`, { headers: { cookie } });
  return answer.status;
}

describe("every status that the OpenAPI document names is answered", () => {
  it.concurrent.each(cases)("%i by %s", async (status, _name, route) => {
    expect(await observe(status, route)).toBe(status);
  });

  it.each(
    routes
      .filter((route) => statusesOf(route).includes(PROVIDER_DOWN))
      .map((route) => [`${route.method} ${route.path}`, route] as const),
  )("502 by %s", async (_name, route) => {
    const stage = await makeSampleStage(db(), ask);
    const match = "POST /v1/checkout/sessions";
    await stripe().fail({ match, next: 2, kind: "status", status: 500 });
    const status = await send(stage, route, await makeSample(route.id, stage));
    await stripe().recover();
    expect(status).toBe(PROVIDER_DOWN);
  });

  it("408 by every route that reads a body, when it doesn't arrive", async () => {
    const stage = await makeSampleStage(db(), ask);
    const reading = routes.filter((route) => statusesOf(route).includes(SLOW));
    const app = createTestApp(db());
    const statuses = await Promise.all(
      reading.map(async ({ method, path }) => {
        const answer = await app.request(`${ORIGIN}/api/v1${path.replace(/\{\w+\}/, newId())}`, {
          method,
          headers: {
            ...stage.key,
            "content-type": "application/json",
            "idempotency-key": newId(),
          },
          body: new ReadableStream({ start: (body) => body.enqueue(Buffer.from("{")) }),
          duplex: "half",
        } as RequestInit);
        return answer.status;
      }),
    );
    expect(statuses).toEqual(reading.map(() => SLOW));
  }, 30_000);
});
