import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { createServer } from "node:net";
import postgres from "postgres";
import Stripe from "stripe";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";
import { findFreePort } from "../../ports";
import { findProcesses } from "../processes";
import { SECRET, type System, startSystem, until } from "./system";

/** Many things run at once on a machine that tests. */
const WAIT = 60_000;

let system: System;
let port: number;
const url = (path: string) => `http://127.0.0.1:${port}${path}`;

beforeAll(async () => {
  system = await startSystem([], "http://127.0.0.1:1");
});
beforeEach(async () => {
  port = await findFreePort();
});
afterEach(() => system.stopApps());
afterAll(() => system.stop());

async function start(variables: Record<string, string> = {}) {
  const app = system.addApp(port, variables);
  await app.start();
  return app;
}

async function ready(): Promise<{ status: number; reason?: string }> {
  const answer = await fetch(url("/api/ready"));
  return { status: answer.status, ...((await answer.json()) as { reason?: string }) };
}

describe("npm start names what keeps it from starting, and exits with 1 before it is ready", () => {
  it.each([
    ["a port that is none", { PORT: "99999" }, /PORT: must be a port, 1 to 65535/],
    ["no database", { DATABASE_URL: "" }, /DATABASE_URL: not set/],
    [
      "a placeholder for the webhook's secret",
      { STRIPE_WEBHOOK_SECRET_CREDITS: "whsec_YOUR_SECRET_HERE" },
      /STRIPE_WEBHOOK_SECRET_CREDITS: .*placeholder/,
    ],
  ])("%s", async (_name, variables, named) => {
    const app = system.addApp(port, variables);
    expect(await app.run()).toBe(1);
    expect(app.log()).toMatch(named);
    expect(app.log()).toContain(".env.auth");
    expect(app.log()).not.toContain("Ready");
  });

  it("a port that is taken", async () => {
    const taken = createServer().listen(port, "127.0.0.1");
    await once(taken, "listening");
    try {
      const app = system.addApp(port, { HOST: "127.0.0.1" });
      expect(await app.run()).toBe(1);
      expect(app.log()).toMatch(/can't listen on 127\.0\.0\.1 .*EADDRINUSE/);
    } finally {
      taken.close();
    }
  });
});

describe("a database that lacks migrations", () => {
  it("makes the server not ready, and nothing is created before they are run", async () => {
    const name = "credits_empty";
    const empty = await system.createDatabase(name);
    const app = system.addApp(port, { DATABASE_URL: empty, LOG_LEVEL: "info" });
    await app.start("/api/live");
    await until(
      async () => (await ready()).reason?.includes("migrations are pending") ?? false,
      WAIT,
    );
    expect(await ready()).toMatchObject({
      status: 503,
      reason: expect.stringContaining("run npm run db:migrate"),
    });
    await until(async () => app.log().includes("Jobs wait for the database's migrations"), WAIT);
    const db = postgres(empty, { max: 1 });
    const schemas =
      await db`select nspname from pg_namespace where nspname in ('pgboss', 'drizzle')`;
    await db.end();
    expect(schemas).toHaveLength(0);

    await system.migrate(name);
    await until(async () => (await ready()).status === 200, WAIT);
  });

  it("since one was taken back, is not ready, and is again once it has it", async () => {
    await start();
    expect((await ready()).status).toBe(200);
    const owner = postgres(system.ownerUrl, { max: 1 });
    const [newest] = await owner`
      delete from drizzle.__drizzle_migrations
      where id = (select max(id) from drizzle.__drizzle_migrations)
      returning hash, created_at`;
    expect(await ready()).toMatchObject({
      status: 503,
      reason: expect.stringContaining("1 migration is pending"),
    });
    await owner`
      insert into drizzle.__drizzle_migrations (hash, created_at)
      values (${newest?.hash}, ${newest?.created_at})`;
    await owner.end();
    expect((await ready()).status).toBe(200);
  });
});

describe("SIGTERM", () => {
  it("lets a request under way end, answers not ready meanwhile, and exits with 0", async () => {
    const app = await start({ SHUTDOWN_DELAY_SECONDS: "4" });
    const sending = startSending();
    sending.write("{");
    await until(async () => sending.socket?.readyState === "open", WAIT);
    const ended = app.terminate();
    await until(async () => (await ready()).status === 503, WAIT);
    expect((await ready()).reason).toBe("This process is stopping.");
    sending.end("}");
    const [answer] = (await once(sending, "response")) as [IncomingMessage];
    expect(answer.statusCode).toBe(400);
    expect(await ended).toBe(0);
  });

  it("leaves no process behind, nor does kill -9 of the primary", async () => {
    const mark = `credits-mark-${port}`;
    const app = await start({ EMAIL_FROM: mark });
    // The primary, a web process and the worker.
    expect(findProcesses(mark).length).toBeGreaterThanOrEqual(3);
    expect(await app.terminate()).toBe(0);
    expect(findProcesses(mark)).toEqual([]);
    await app.start();
    app.kill();
    await until(async () => findProcesses(mark).length === 0, WAIT);
  });
});

describe("a process that dies", () => {
  it.each(["web", "worker"])("is started again: %s", async (role) => {
    const mark = `credits-again-${port}-${role}`;
    await start({ EMAIL_FROM: mark });
    const find = () =>
      findProcesses(mark).flatMap((line) =>
        line.includes(`${role}.mjs`) ? [Number.parseInt(line, 10)] : [],
      );
    await until(async () => find().length === 1, WAIT);
    const [first = 0] = find();
    process.kill(first, "SIGKILL");
    await until(async () => find().length === 1 && find()[0] !== first, WAIT);
    await until(async () => (await ready().catch(() => undefined))?.status === 200, WAIT);
  });
});

describe("WEB_CONCURRENCY and METRICS_PORT", () => {
  it("several processes answer, and one address has the metrics of all", async () => {
    const metricsPort = await findFreePort();
    await start({ WEB_CONCURRENCY: "2", METRICS_PORT: String(metricsPort) });
    const read = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    await until(async () => (await read()).includes('credits_processes{role="web"} 2'), WAIT);
    expect(await read()).toContain('credits_processes{role="worker"} 1');
    for (let sent = 0; sent < 20; sent += 1) {
      await fetch(url(WEBHOOK_PATH), { method: "POST", body: "{}" });
    }
    const text = await read();
    expect(text).toMatch(
      /credits_http_request_duration_seconds_count\{[^}]*route="webhook"[^}]*status="400"[^}]*\} 20\b/,
    );
    expect(text).toMatch(/credits_webhook_deliveries_total\{outcome="missing_header"\} 20\b/);
    expect(text).toContain("credits_dead_jobs 0");
    expect(text).toContain("nodejs_eventloop_lag_seconds");
  });
});

describe("an operator who looks for Stripe in the log", () => {
  const linesOf = (log: string) => log.split("\n").filter((line) => /stripe/i.test(line));
  const deliver = (signature: string) =>
    fetch(url(WEBHOOK_PATH), {
      method: "POST",
      body: "{}",
      headers: { "stripe-signature": signature },
    });
  const sign = (secret: string, timestamp: number) =>
    Stripe.webhooks.generateTestHeaderString({ payload: "{}", secret, timestamp });
  const now = () => Math.floor(Date.now() / 1000);

  it("finds one line for each check that deliveries fail, with what to do", async () => {
    const app = await start({ LOG_LEVEL: "warn" });
    for (let sent = 0; sent < 20; sent += 1) await deliver(sign("whsec_another", now()));
    // As it is when this machine's clock is wrong.
    for (const late of [3_600, -3_600]) await deliver(sign(SECRET, now() - late));
    await until(async () => linesOf(app.log()).length >= 3, WAIT);
    const lines = linesOf(app.log());
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(
      /no_matching_signature.*signing secret.*STRIPE_WEBHOOK_SECRET_CREDITS/,
    );
    expect(lines[1]).toMatch(/timestamp_too_old.*clock/);
    expect(lines[2]).toMatch(/timestamp_in_the_future.*clock/);
  });

  it("reads that it is ready, in which mode and where, once for all processes", async () => {
    const app = await start({ LOG_LEVEL: "info", WEB_CONCURRENCY: "2" });
    const ready = linesOf(app.log()).filter((line) => line.includes("Stripe is ready"));
    expect(ready).toHaveLength(1);
    expect(ready[0]).toContain(
      `Stripe is ready in emulator mode; webhooks arrive at ${WEBHOOK_PATH}`,
    );
    expect(app.log()).not.toContain(SECRET);
  });

  it("is warned when no secret is set, and not told that it is ready", async () => {
    const app = await start({ LOG_LEVEL: "info", STRIPE_WEBHOOK_SECRET_CREDITS: "" });
    const [line = ""] = linesOf(app.log());
    expect(JSON.parse(line)).toMatchObject({ level: 40 });
    expect(line).toContain("STRIPE_WEBHOOK_SECRET_CREDITS is not set");
    expect(app.log()).not.toContain("Stripe is ready");
  });
});

describe("the front door", () => {
  it("takes the webhook's address with a slash at its end, without a redirect", async () => {
    await start();
    const answer = await fetch(url(`${WEBHOOK_PATH}/`), { method: "POST", redirect: "manual" });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ check: "missing_header" });
  });

  it("returns the request id that it was given, and makes one otherwise; log lines have it", async () => {
    const app = await start({ LOG_LEVEL: "info" });
    const given = await fetch(url("/api/v1/credits/balance?secret=abc"), {
      headers: { "x-request-id": "from-the-proxy-1" },
    });
    expect(given.headers.get("x-request-id")).toBe("from-the-proxy-1");
    const forged = await fetch(url("/"), { headers: { "x-request-id": 'x" {"level":60}' } });
    expect(forged.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    await until(async () => app.log().includes("from-the-proxy-1"), WAIT);
    const line =
      app
        .log()
        .split("\n")
        .find((text) => text.includes("from-the-proxy-1")) ?? "{}";
    expect(JSON.parse(line)).toMatchObject({
      requestId: "from-the-proxy-1",
      method: "GET",
      path: "/api/v1/credits/balance",
      status: 401,
      reason: "unauthenticated",
      msg: "Request",
    });
    expect(app.log()).not.toContain("secret=abc");
  });

  it.each(["/api/health", "/api/auth/callback/credentials"])(
    "refuses a body above 64 kB, announced or not: %s",
    async (path) => {
      await start();
      const large = Buffer.alloc(70_000, "a");
      const announced = await fetch(url(path), { method: "POST", body: large });
      expect(announced.status).toBe(413);
      const sending = startSending(path);
      sending.write(large);
      sending.on("error", () => {});
      const [answer] = (await once(sending, "response")) as [IncomingMessage];
      expect(answer.statusCode).toBe(413);
      sending.destroy();
      expect((await ready()).status).toBe(200);
    },
  );
});

/** A request whose length nobody has said. */
function startSending(path = WEBHOOK_PATH): ClientRequest {
  return request(url(path), {
    method: "POST",
    headers: { "content-type": "application/json", "stripe-signature": "t=1,v1=0" },
    agent: false,
  });
}
