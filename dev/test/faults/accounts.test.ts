import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createUser } from "@/lib/access/users";
import { newId } from "@/lib/shared/ids";
import { findFreePort } from "../../ports";
import { CookieJar, postAuth, signInOverHttp } from "../kits/access/over-http";
import { type App, type System, startSystem } from "./system";

const PASSWORD = "a password of tests";

let system: System;
let app: App;
let base: string;

beforeAll(async () => {
  system = await startSystem([], "http://127.0.0.1:1");
  const port = await findFreePort();
  app = system.addApp(port, { LOG_LEVEL: "info", TRUST_PROXY: "true" });
  await app.start();
  base = `http://localhost:${port}`;
});
afterAll(() => system.stop());

async function newUser(): Promise<{ email: string; password: string }> {
  const email = `${newId()}@example.com`;
  const given = { email, name: "Test User", password: PASSWORD, emailVerified: true };
  await createUser(system.database, given);
  return { email, password: PASSWORD };
}

/** A request that fetch refuses to send. */
async function sendRaw(method: string, path: string, headers: Record<string, string> = {}) {
  const sending = request(`${base}${path}`, { method, headers, agent: false });
  sending.end();
  const [answer] = (await once(sending, "response")) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

describe("a session", () => {
  it("ends on the server when its user signs out: a copied cookie opens nothing", async () => {
    const jar = new CookieJar();
    expect((await signInOverHttp(base, await newUser(), jar)).status).toBe(200);
    const copied = jar.header;
    const balance = () => fetch(`${base}/api/v1/credits/balance`, { headers: { cookie: copied } });
    expect((await balance()).status).toBe(200);
    await postAuth(base, "signout", {}, jar);
    expect((await balance()).status).toBe(401);
  });

  it("is held by a cookie of this very host where people come over https", async () => {
    const port = await findFreePort();
    const secure = system.addApp(port, { APP_URL: "https://credits.example.com" });
    await secure.start();
    const answer = await fetch(`http://127.0.0.1:${port}/api/auth/csrf`);
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-next-auth\.csrf-token=.*; Path=\/;.*HttpOnly; Secure/);
    expect(answer.headers.get("strict-transport-security")).toMatch(/max-age=\d{8}/);
    await secure.terminate();
  });

  it("never goes over plain http to another machine: the server doesn't start", async () => {
    const open = system.addApp(await findFreePort(), { APP_URL: "http://credits.example.com" });
    expect(await open.run()).toBe(1);
    expect(open.log()).toMatch(/APP_URL: must begin with https/);
  });
});

describe("what can't be read or isn't offered is answered without a fault of ours", () => {
  it.each([
    ["TRACE", "/", 405],
    ["GET", "/api/auth/callback/credentials", 405],
    ["OPTIONS", "/api/auth/session", 405],
    ["POST", "/api/auth/_log", 404],
    ["GET", "/%ff", 400],
    ["GET", "/sign-in/%00", 400],
    ["GET", "/sign-in?error=__proto__", 200],
    ["GET", "/sign-in?next=%00&error=%00", 200],
    ["GET", "/api/auth/signin?callbackUrl=http%3A%2F%2F%5B", 302],
    ["GET", "/api/auth/session?callbackUrl=%ff", 200],
  ])("%s %s: %i", async (method, path, status) => {
    expect(await sendRaw(method, path)).toBe(status);
  });

  it("a form that another site's page sends: 403", async () => {
    for (const origin of ["https://evil.example", "null"]) {
      const headers = { origin, "next-action": "0".repeat(42), "content-type": "text/plain" };
      expect(await sendRaw("POST", "/account", headers)).toBe(403);
    }
    expect(await sendRaw("POST", "/account", { "next-action": "0".repeat(42) })).toBe(403);
  });

  it("a body above 64 kB: 413, and one that doesn't come: 408", async () => {
    const paths = ["/api/health", "/api/auth/callback/credentials", "/sign-in"];
    for (const path of paths) {
      const headers = { origin: base, "content-type": "application/x-www-form-urlencoded" };
      const large = await fetch(`${base}${path}`, {
        method: "POST",
        headers,
        body: "x".repeat(70_000),
      });
      expect([path, large.status]).toEqual([path, 413]);
    }
    const slow = await Promise.all(
      paths.map(async (path) => {
        const headers = { origin: base, "content-type": "application/x-www-form-urlencoded" };
        const sending = request(`${base}${path}`, { method: "POST", headers, agent: false });
        sending.write("a");
        const [answer] = (await once(sending, "response")) as [IncomingMessage];
        sending.destroy();
        return answer.statusCode;
      }),
    );
    expect(slow).toEqual([408, 408, 408]);
  });
});

describe("the log and the answers", () => {
  it("hold no statement, parameter, address or hash when the database refuses", async () => {
    const user = await newUser();
    await system.asOwner((owner) => owner`alter table rate_limits rename to rate_limits_away`);
    try {
      const answer = await signInOverHttp(base, user);
      expect(await answer.json()).toEqual({ url: expect.stringMatching(/error=Internal$/) });
    } finally {
      await system.asOwner((owner) => owner`alter table rate_limits_away rename to rate_limits`);
    }
    const hostile = { email: `a\n{"level":50}@example.com`, password: "x\0y" };
    expect((await signInOverHttp(base, hostile)).status).toBe(401);
    const log = app.log();
    expect(log).toContain("Sign-in failed");
    expect(log).not.toMatch(/insert into|select "|params|@example\.com|argon2/i);
    for (const line of log.split("\n").filter((text) => text.startsWith("{"))) {
      expect(() => JSON.parse(line)).not.toThrow();
    }
  });
});

describe("a flood of sign-ins", () => {
  it("is refused past the queue with 503, and keeps nothing else waiting", async () => {
    const user = await newUser();
    const jar = new CookieJar();
    await postAuth(base, "signout", {}, jar);
    const flood = Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        signInOverHttp(base, { email: `nobody${index}@example.com`, password: PASSWORD }, jar),
      ),
    );
    const started = performance.now();
    expect((await fetch(`${base}/api/health`)).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(5_000);
    const answers = await flood;
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers.get("retry-after")).toMatch(/^\d+$/);
    // The flood came from one address. Nobody else is kept out: there is no limit that all share.
    expect((await signInOverHttp(base, user)).status).toBe(200);
  });

  it("at one account slows that account alone", async () => {
    const [attacked, other] = [await newUser(), await newUser()];
    const guess = () => signInOverHttp(base, { email: attacked.email, password: "wrong" });
    const statuses: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) statuses.push((await guess()).status);
    expect(statuses.slice(0, 5)).toEqual(Array(5).fill(401));
    expect(statuses).toContain(429);
    expect((await signInOverHttp(base, other)).status).toBe(200);
  });
});

describe("security headers", () => {
  it.each(["/", "/sign-in", "/api/health", "/api/auth/csrf", "/api/v1/openapi.json", "/nowhere"])(
    "stand on %s",
    async (path) => {
      const { headers } = await fetch(`${base}${path}`);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("content-security-policy")).not.toMatch(/script-src[^;]*'unsafe-inline'/);
      for (const name of ["referrer-policy", "permissions-policy", "cross-origin-opener-policy"]) {
        expect(headers.get(name)).toBeTruthy();
      }
    },
  );

  it("let every script of a page run, and no other: each carries the answer's nonce", async () => {
    const page = await fetch(`${base}/sign-in`);
    const nonce = /'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
    const scripts = (await page.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    const again = (await fetch(`${base}/sign-in`)).headers.get("content-security-policy");
    expect(again).not.toContain(nonce);
  });

  it("let no browser or proxy keep a private page", async () => {
    const jar = new CookieJar();
    await signInOverHttp(base, await newUser(), jar);
    for (const path of ["/account", "/admin/credits", "/api/v1/credits/balance"]) {
      const { status, headers } = await fetch(`${base}${path}`, {
        headers: { cookie: jar.header },
      });
      expect([path, status, headers.get("cache-control")]).toEqual([
        path,
        200,
        expect.stringContaining("no-store"),
      ]);
    }
  });
});

it("the database holds no session of anybody who was refused", async () => {
  const [row] = await system.database.read.execute<{ count: number }>(
    sql`select count(*)::int as count from sessions s join users u on u.id = s.user_id where u.email like 'nobody%'`,
  );
  expect(row?.count).toBe(0);
});
