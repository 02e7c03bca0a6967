import { once } from "node:events";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { findProcesses } from "../processes";
import { type Copy, makeCopyVariables, removeCopy, runCommand, startCopy } from "./copy";

describe("npm run dev", () => {
  let variables: Record<string, string>;
  let copies: Copy[];

  beforeAll(async () => {
    variables = await makeCopyVariables();
  });

  beforeEach(() => {
    copies = [];
  });

  afterEach(async () => {
    for (const copy of copies) {
      copy.process.kill("SIGTERM");
      await copy.ended();
    }
    await expectNothingLeft();
    rmSync(dataDir(), { recursive: true, force: true });
  });

  afterAll(() => removeCopy(dataDir()));

  const start = (more: Record<string, string> = {}): Copy => {
    const copy = startCopy({ ...variables, ...more });
    copies.push(copy);
    return copy;
  };
  const dataDir = () => variables.DATA_DIR ?? "";
  const expectNothingLeft = () =>
    vi.waitFor(() => expect(findProcesses(dataDir())).toEqual([]), { timeout: 30_000 });

  it("prints where to go and how to sign in once the app answers, and stops in order", async () => {
    const copy = start();
    await copy.running();
    expect(copy.output()).toContain(`http://localhost:${variables.PORT}`);
    expect(copy.output()).toContain(`http://127.0.0.1:${variables.STRIPE_EMULATOR_PORT}`);
    expect(copy.output()).toMatch(/buyer@example\.com {3}password credits-demo/);
    expect(copy.output()).toMatch(/admin@example\.com {3}password credits-demo/);
    expect(copy.output()).toContain("4242 4242 4242 4242");
    await expectOnlyThisMachine(Number(variables.PORT));
    await expectOnlyThisMachine(Number(variables.STRIPE_EMULATOR_PORT));
    await expectHeaders(`http://localhost:${variables.PORT}`);

    // A command beside it needs nothing that only the copy knows.
    const doctor = runCommand("lib/doctor/doctor-cli.ts", variables);
    expect(doctor).toMatchObject({ status: 0, stdout: expect.stringContaining("✓ Deliveries") });

    copy.process.kill("SIGINT");
    expect(await copy.ended()).toBe(0);
    await expectNothingLeft();
    expect(readLog()).toContain("database system is shut down");
    expect(existsSync(path.join(dataDir(), "postgres", "postmaster.pid"))).toBe(false);
    expect(existsSync(path.join(dataDir(), "running.json"))).toBe(false);
  });

  it("leaves no process behind when it is killed with -9, and finds its data again", async () => {
    const first = start();
    await first.running();
    await onDatabase((db) => db`create table kept as select 42 as answer`);
    first.process.kill("SIGKILL");
    await first.ended();

    // At once, while what the first had started is still stopping.
    const second = start();
    await second.running();
    expect(await onDatabase((db) => db`select answer from kept`)).toEqual([{ answer: 42 }]);
    expect(await onDatabase((db) => db`select email from users order by email`)).toEqual([
      { email: "admin@example.com" },
      { email: "buyer@example.com" },
    ]);
    second.process.kill("SIGKILL");
    await second.ended();
    await expectNothingLeft();
    expect(readLog()).toContain("database system is shut down");
  });

  it("stops everything and says so when one part of it dies", async () => {
    const copy = start();
    await copy.running();
    const lockFile = readFileSync(path.join(dataDir(), "postgres", "postmaster.pid"), "utf8");
    process.kill(Number.parseInt(lockFile, 10), "SIGKILL");
    expect(await copy.ended()).toBe(1);
    expect(copy.output()).toContain("PostgreSQL ended by itself");
    await expectNothingLeft();

    const next = start();
    await next.running();
  });

  it("refuses a second copy on the same data, and leaves the first alone", async () => {
    const first = start();
    await first.running();
    const second = start();
    expect(await second.ended()).toBe(1);
    expect(second.output()).toContain(`Another copy is already running on ${dataDir()}`);
    expect(await onDatabase((db) => db`select 1 as alive`)).toEqual([{ alive: 1 }]);
  });

  it.each(["PORT", "STRIPE_EMULATOR_PORT"])("names a busy port and %s", async (variable) => {
    const port = Number(variables[variable]);
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");
    try {
      const copy = start();
      expect(await copy.ended()).toBe(1);
      expect(copy.output()).toContain(`Port ${port}`);
      expect(copy.output()).toContain(`${variable}=${port + 1}`);
      expect(existsSync(path.join(dataDir(), "postgres"))).toBe(false);
    } finally {
      server.close();
    }
  });

  it("names every fault of the settings at once, before it starts anything", async () => {
    const copy = start({ STRIPE_SECRET_KEY: "sk_live_notHere", GITHUB_CLIENT_ID: "x" });
    expect(await copy.ended()).toBe(1);
    expect(copy.output()).toContain("STRIPE_SECRET_KEY");
    expect(copy.output()).toContain("GITHUB_CLIENT_SECRET");
    expect(existsSync(path.join(dataDir(), "postgres"))).toBe(false);
  });

  it("uses the database of DATABASE_URL, and says when nobody answers there", async () => {
    const copy = start({ DATABASE_URL: "postgres://credits:x@127.0.0.1:1/credits" });
    expect(await copy.ended()).toBe(1);
    expect(copy.output()).toContain("The database at 127.0.0.1:1 can't be reached");
    expect(existsSync(path.join(dataDir(), "postgres"))).toBe(false);
  });

  it("keeps what it made up to itself", async () => {
    const copy = start({ DATABASE_URL: "postgres://credits:x@127.0.0.1:1/credits" });
    await copy.ended();
    expect(statSync(path.join(dataDir(), "secrets.json")).mode & 0o777).toBe(0o600);
  });

  async function onDatabase<T>(query: (db: postgres.Sql) => Promise<T>): Promise<unknown> {
    const secrets = JSON.parse(readFileSync(path.join(dataDir(), "secrets.json"), "utf8"));
    const db = postgres({
      host: "127.0.0.1",
      port: secrets.postgresPort,
      user: "credits_owner",
      password: secrets.postgresPassword,
      database: "credits",
      max: 1,
    });
    try {
      return [...((await query(db)) as Iterable<unknown>)];
    } finally {
      await db.end();
    }
  }

  /** The passwords of a development copy are known: it listens on 127.0.0.1 and nowhere else. */
  async function expectOnlyThisMachine(port: number): Promise<void> {
    expect(await isListening("127.0.0.1", port)).toBe(true);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4")
      .map(({ address }) => address);
    // All of 127/8 is this machine's: who listens on every address listens there, too.
    for (const address of ["127.0.0.2", ...others]) {
      expect([address, await isListening(address, port)]).toEqual([address, false]);
    }
  }

  /** In development as in production, on whatever is answered. */
  async function expectHeaders(base: string): Promise<void> {
    const paths = ["/", "/sign-in", "/nowhere", "/admin/credits", "/api/health", "/api/auth/csrf"];
    for (const address of [...paths, "/api/v1/openapi.json", "/api/v1/credits/balance"]) {
      const { status, headers } = await fetch(base + address, { redirect: "manual" });
      expect([address, status < 500]).toEqual([address, true]);
      expect([address, headers.get("x-content-type-options")]).toEqual([address, "nosniff"]);
      const policy = headers.get("content-security-policy");
      expect([address, policy]).toEqual([
        address,
        expect.stringContaining("frame-ancestors 'none'"),
      ]);
      expect([address, /script-src[^;]*'unsafe-inline'/.test(policy ?? "")]).toEqual([
        address,
        false,
      ]);
      expect(headers.get("referrer-policy")).toBeTruthy();
    }
  }

  const readLog = () => readFileSync(path.join(dataDir(), "postgres.log"), "utf8");
});

/** Whether something takes connections there. */
function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
