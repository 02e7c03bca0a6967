import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { LIMITS } from "@/lib/access/limits";
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
    const { free, firstPauseSeconds } = LIMITS.sign_in_account;
    for (let tries = 0; tries < free; tries += 1) expect((await guess()).status).toBe(401);
    // Each pause is as long as it says, and twice as long as the one before.
    for (const pauseSeconds of [firstPauseSeconds, 2 * firstPauseSeconds]) {
      const started = performance.now();
      const refused = await guess();
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get("retry-after"))).toBe(pauseSeconds);
      await vi.waitFor(async () => expect((await guess()).status).toBe(401), {
        timeout: 20_000,
        interval: 100,
      });
      const waitedSeconds = (performance.now() - started) / 1_000;
      expect(waitedSeconds).toBeGreaterThan(pauseSeconds - 0.5);
      expect(waitedSeconds).toBeLessThan(pauseSeconds + 3);
    }
    expect((await signInOverHttp(base, other)).status).toBe(200);
  });
});

it("the database holds no session of anybody who was refused", async () => {
  const [row] = await system.database.read.execute<{ count: number }>(
    sql`select count(*)::int as count from sessions s join users u on u.id = s.user_id where u.email like 'nobody%'`,
  );
  expect(row?.count).toBe(0);
});
